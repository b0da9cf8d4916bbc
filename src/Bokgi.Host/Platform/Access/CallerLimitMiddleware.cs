using System.Threading.RateLimiting;

namespace Bokgi.Host.Platform.Access;

/// <summary>
/// Middleware that rejects requests beyond the limits of <see cref="CallerLimiters"/>. The framework's middleware is not used, because it
/// creates a limiter that it never disposes, and that limiter's timer would keep a stopped server in memory until the process ends.
/// </summary>
internal sealed class CallerLimitMiddleware(RequestDelegate next, CallerLimiters limiters, HostSettings settings)
{
    public async Task InvokeAsync(HttpContext context)
    {
        using var lease = limiters.Both.AttemptAcquire(context);
        if (lease.IsAcquired)
        {
            await next(context);
            return;
        }

        var problem = lease.TryGetMetadata(MetadataName.RetryAfter, out var wait)
            ? Problems.TooMany(
                context,
                (int)Math.Ceiling(wait.TotalSeconds),
                $"this caller sends more than {settings.RequestsPerSecond} requests a second (REQUESTS_PER_SECOND); send this one again after the seconds in Retry-After"
            )
            : RequestLimits.TooMany(context);
        await problem.ExecuteAsync(context);
    }
}
