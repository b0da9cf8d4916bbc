using System.Globalization;
using Bokgi.FakeExchange.Faults;
using Bokgi.FakeExchange.Limits;

namespace Bokgi.FakeExchange.Upbit;

/// <summary>Checks Upbit's rate limits. Its callers pass the requests that are accepted on to the REST API through <see cref="Handle"/>.</summary>
internal sealed class UpbitRateLimiter(UpbitRest rest, RequestStatistics statistics, TimeProvider realClock)
{
    /// <summary>The maximum number of requests per second in one group.</summary>
    private const int MaxRequestsPerSecond = 10;

    private const string OriginGroup = "origin";
    private const int RetrySeconds = 1;

    private readonly CallerBlock block = new(realClock);
    private readonly OriginLimit origin = new(realClock);

    /// <summary>Passes a request on without checking a limit: call <see cref="CountAndCheckLimit"/> first.</summary>
    public RestResponse Handle(string path, IQueryCollection query, long nowUtc) => rest.Handle(path, query, nowUtc);

    /// <summary>Counts a request and checks it against the limits.</summary>
    /// <returns>The error response if the request is rejected; null if it may proceed.</returns>
    public RestResponse? CountAndCheckLimit(HttpContext context, string group, int maxPerSecond = MaxRequestsPerSecond)
    {
        var requestsInLastSecond = statistics.RecordAndCountLastSecond(group);
        context.Response.Headers["Remaining-Req"] = $"group={group}; min=600; sec={Math.Max(0, maxPerSecond - requestsInLastSecond)}";
        if (block.Remaining is { Ticks: > 0 } remaining)
        {
            statistics.RecordRejection(group);
            return Blocked(context, remaining);
        }

        var isFromBrowser = context.Request.Headers.Origin.Count > 0;
        if (isFromBrowser)
            statistics.RecordAndCountLastSecond(OriginGroup);
        var isWithinGroupLimit = requestsInLastSecond <= maxPerSecond;
        if (isWithinGroupLimit && (!isFromBrowser || origin.TryAcquire()))
            return null;
        statistics.RecordRejection(isWithinGroupLimit ? OriginGroup : group);
        block.RecordRejection();
        return UpbitError.TooManyRequests;
    }

    /// <summary>The error response for a request that an injected fault rejects.</summary>
    public RestResponse RejectForFault(HttpContext context, FaultKind fault)
    {
        switch (fault)
        {
            case FaultKind.Blocked:
                block.Block();
                return Blocked(context, block.Remaining);
            case FaultKind.TooMany:
                context.Response.Headers.RetryAfter = RetrySeconds.ToString(CultureInfo.InvariantCulture);
                return UpbitError.TooManyRequests;
            default: // TooManyWithoutRetryAfter
                return UpbitError.TooManyRequests;
        }
    }

    private static RestResponse Blocked(HttpContext context, TimeSpan remaining)
    {
        var seconds = (int)Math.Ceiling(remaining.TotalSeconds);
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return UpbitError.Blocked(seconds);
    }
}
