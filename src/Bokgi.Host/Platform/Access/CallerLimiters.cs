using System.Net;
using System.Threading.RateLimiting;

namespace Bokgi.Host.Platform.Access;

/// <summary>Limits how many requests each caller may send per second, and how many requests of all callers are handled at a time.</summary>
internal sealed class CallerLimiters : IDisposable
{
    private readonly PartitionedRateLimiter<HttpContext> rates;
    private readonly PartitionedRateLimiter<HttpContext> concurrency;

    public CallerLimiters(HostSettings settings, TimeProvider clock)
    {
        rates = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            CallerOf(context, settings) is { } caller
                ? RateLimitPartition.Get(caller, _ => new RequestRateLimiter(settings.RequestsPerSecond, settings.RequestBurst, clock))
                : RateLimitPartition.GetNoLimiter(string.Empty)
        );
        concurrency = PartitionedRateLimiter.Create<HttpContext, string>(_ =>
            RateLimitPartition.GetConcurrencyLimiter(
                "all",
                _ => new ConcurrencyLimiterOptions { PermitLimit = settings.MaxConcurrentRequests }
            )
        );
        Both = PartitionedRateLimiter.CreateChained(rates, concurrency);
    }

    /// <summary>Grants a request only if both limits allow it.</summary>
    public PartitionedRateLimiter<HttpContext> Both { get; }

    public void Dispose()
    {
        Both.Dispose(); // does not dispose the two limiters that it chains
        rates.Dispose();
        concurrency.Dispose();
    }

    // The identity whose requests are counted: the name of the key, otherwise the address. Null (no limit) for programs on this machine if
    // the server requires no key.
    private static string? CallerOf(HttpContext context, HostSettings settings)
    {
        if (settings.ApiKeys.HasKeys && context.User.Identity is { IsAuthenticated: true, Name: { } name })
            return $"key {name}";
        var address = context.Connection.RemoteIpAddress;
        if (address is null || (!settings.ApiKeys.HasKeys && IPAddress.IsLoopback(address)))
            return null;
        return $"address {Caller.GetNetworkId(address)}";
    }
}
