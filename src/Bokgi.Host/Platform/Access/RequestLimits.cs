using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Bokgi.Host.Platform.Access;

/// <summary>How much a server takes on at a time: more waits in a line, and what does not fit in the line is told to come again.</summary>
internal static class RequestLimits
{
    /// <summary>The policy of routes that replay, or read many candles.</summary>
    public const string Work = "work";

    /// <summary>The largest body, in bytes; a request of a thousand symbols with overrides fits well.</summary>
    public const long BodyBytes = 1 << 20;

    /// <summary>The longest address, in bytes; a thousand symbols fit in a query.</summary>
    public const int LineBytes = 1 << 16;

    /// <summary>How many requests that work may wait.</summary>
    public const int Line = 256;

    private const int Requests = 1_024;
    private const string RetryAfterSeconds = "1";

    /// <summary>How many requests work at a time: one is written out while another one reads.</summary>
    public static int Workers { get; } = 2 * Environment.ProcessorCount;

    public static void Configure(RateLimiterOptions options)
    {
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(_ => Limiter("all", Requests, line: 0));
        options.AddPolicy(Work, _ => Limiter(Work, Workers, Line));
        options.OnRejected = (context, _) => Reject(context.HttpContext);
    }

    private static RateLimitPartition<string> Limiter(string name, int permits, int line) =>
        RateLimitPartition.GetConcurrencyLimiter(
            name,
            _ => new ConcurrencyLimiterOptions
            {
                PermitLimit = permits,
                QueueLimit = line,
                QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
            }
        );

    private static async ValueTask Reject(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        var problem = new ProblemDetails
        {
            Status = StatusCodes.Status429TooManyRequests,
            Title = "too many requests",
            Detail = "the server works on as many requests as it can; send this one again after the seconds in Retry-After",
        };
        await context.RequestServices.GetRequiredService<IProblemDetailsService>().TryWriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = problem });
    }
}
