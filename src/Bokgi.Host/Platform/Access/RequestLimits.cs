using Bokgi.Host.Platform.Unix;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Bokgi.Host.Platform.Access;

/// <summary>
/// The limits of the server. Requests that are too large or too slow are rejected; requests beyond its capacity get 429 with Retry-After.
/// </summary>
internal static class RequestLimits
{
    /// <summary>The longest request line, in bytes; a thousand symbols fit in a query.</summary>
    public const int LineBytes = 1 << 16;

    private const int MinimumConnections = 64;
    private const int MinimumBytesPerSecond = 4_096;

    // For this long, a request body or response may be transferred more slowly than MinimumBytesPerSecond.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    public static void Configure(KestrelServerLimits limits)
    {
        if (DescriptorLimit.Current < int.MaxValue) // keeps file descriptors free for files and for connections to services
            limits.MaxConcurrentConnections = Math.Max(DescriptorLimit.Current - DescriptorLimit.Minimum, MinimumConnections);
        limits.MaxRequestBodySize = RequestBodyLimits.DiscardedBytes; // applies only until RequestBodyLimits sets the limit of the route
        limits.MaxRequestBufferSize = LineBytes; // how much of an unread body Kestrel buffers
        limits.MaxRequestLineSize = LineBytes;
        limits.MinRequestBodyDataRate = new MinDataRate(MinimumBytesPerSecond, Grace);
        limits.MinResponseDataRate = new MinDataRate(MinimumBytesPerSecond, Grace);
    }

    public static TBuilder LimitsConcurrency<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder =>
        routes.AddEndpointFilter(
            async (context, next) =>
            {
                var http = context.HttpContext;
                using var slot = await http.RequestServices.GetRequiredService<ConcurrencyGate>().WaitAsync(http.RequestAborted);
                return slot.IsAcquired ? await next(context) : TooMany(http);
            }
        );

    public static ProblemHttpResult TooMany(HttpContext context) =>
        Problems.TooMany(
            context,
            retryAfterSeconds: 1,
            "the server is handling as many requests as it can; send this one again after the seconds in Retry-After"
        );
}
