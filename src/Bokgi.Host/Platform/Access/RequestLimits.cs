using System.Net;
using System.Threading.RateLimiting;
using Bokgi.Host.Platform.Unix;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Bokgi.Host.Platform.Access;

/// <summary>Requests that are too large or too slow are rejected; those beyond the capacity get 429 with Retry-After.</summary>
internal static class RequestLimits
{
    /// <summary>The longest request line, in bytes; a thousand symbols fit in a query.</summary>
    public const int LineBytes = 1 << 16;

    private const int MinimumConnections = 64;
    private const int BytesPerSecond = 4_096;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    public static void Configure(KestrelServerLimits limits)
    {
        if (DescriptorLimit.Current < int.MaxValue) // leaves descriptors for files and for connections to services
            limits.MaxConcurrentConnections = Math.Max(DescriptorLimit.Current - DescriptorLimit.Minimum, MinimumConnections);
        limits.MaxRequestBodySize = BodyGate.DiscardedBytes; // applies only until BodyGate sets the limit of the route
        limits.MaxRequestBufferSize = LineBytes; // how much of an unread body Kestrel buffers
        limits.MaxRequestLineSize = LineBytes;
        limits.MinRequestBodyDataRate = new MinDataRate(BytesPerSecond, Grace);
        limits.MinResponseDataRate = new MinDataRate(BytesPerSecond, Grace);
    }

    public static void Configure(RateLimiterOptions options, HostSettings settings, TimeProvider clock)
    {
        var rates = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            CallerOf(context, settings) is { } caller
                ? RateLimitPartition.Get(caller, _ => new RequestRateLimiter(settings.RequestsPerSecond, settings.RequestBurst, clock))
                : RateLimitPartition.GetNoLimiter(string.Empty)
        );
        var concurrency = PartitionedRateLimiter.Create<HttpContext, string>(_ =>
            RateLimitPartition.GetConcurrencyLimiter(
                "all",
                _ => new ConcurrencyLimiterOptions { PermitLimit = settings.MaxConcurrentRequests }
            )
        );
        options.GlobalLimiter = PartitionedRateLimiter.CreateChained(rates, concurrency);
        options.OnRejected = async (context, _) =>
        {
            var problem = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait)
                ? Problems.TooMany(
                    context.HttpContext,
                    (int)Math.Ceiling(wait.TotalSeconds),
                    $"this caller sends more than {settings.RequestsPerSecond} requests a second (REQUESTS_PER_SECOND); send this one again after the seconds in Retry-After"
                )
                : TooMany(context.HttpContext);
            await problem.ExecuteAsync(context.HttpContext);
        };
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
            1,
            "the server is handling as many requests as it can; send this one again after the seconds in Retry-After"
        );

    // The identity that is rate-limited: a key, otherwise an address; null (no limit) for local programs if no keys are required.
    private static string? CallerOf(HttpContext context, HostSettings settings)
    {
        if (settings.ApiKeys.Any && context.User.Identity is { IsAuthenticated: true, Name: { } name })
            return $"key {name}";
        var address = context.Connection.RemoteIpAddress;
        if (address is null || (!settings.ApiKeys.Any && IPAddress.IsLoopback(address)))
            return null;
        return $"address {Caller.Network(address)}";
    }
}
