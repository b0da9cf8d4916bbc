using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Bokgi.Host.Platform.Access;

/// <summary>How much a server takes on: what is too large or too slow is refused, and what does not fit is told to come again.</summary>
internal static class RequestLimits
{
    /// <summary>The largest body, in bytes; a request of a thousand symbols with overrides fits well.</summary>
    public const long BodyBytes = 1 << 20;

    /// <summary>The longest address, in bytes; a thousand symbols fit in a query.</summary>
    public const int LineBytes = 1 << 16;

    /// <summary>The most requests at a time, whatever they do.</summary>
    public const int Requests = 1_024;

    private const int BytesPerSecond = 4_096;
    private const string RetryAfterSeconds = "1";

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    public static void Configure(KestrelServerLimits limits)
    {
        limits.MaxRequestBodySize = BodyBytes;
        limits.MaxRequestLineSize = LineBytes;
        limits.MinRequestBodyDataRate = new MinDataRate(BytesPerSecond, Grace);
        limits.MinResponseDataRate = new MinDataRate(BytesPerSecond, Grace);
    }

    public static void Configure(RateLimiterOptions options)
    {
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(_ =>
            RateLimitPartition.GetConcurrencyLimiter("all", _ => new ConcurrencyLimiterOptions { PermitLimit = Requests })
        );
        options.OnRejected = async (context, _) => await TooMany(context.HttpContext).ExecuteAsync(context.HttpContext);
    }

    /// <summary>Lets the handlers of these routes wait for a place in the line of those who work.</summary>
    public static TBuilder TakesTurns<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder =>
        routes.AddEndpointFilter(
            async (context, next) =>
            {
                var http = context.HttpContext;
                using var place = await http.RequestServices.GetRequiredService<WorkLine>().WaitAsync(http.RequestAborted);
                return place.IsAcquired ? await next(context) : TooMany(http);
            }
        );

    /// <summary>The answer to a request for which there is no room.</summary>
    public static ProblemHttpResult TooMany(HttpContext context)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return TypedResults.Problem(
            "the server works on as many requests as it can; send this one again after the seconds in Retry-After",
            statusCode: StatusCodes.Status429TooManyRequests,
            title: "too many requests"
        );
    }
}
