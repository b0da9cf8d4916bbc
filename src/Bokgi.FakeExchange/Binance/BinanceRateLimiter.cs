using System.Globalization;
using Bokgi.FakeExchange.Faults;
using Bokgi.FakeExchange.Limits;

namespace Bokgi.FakeExchange.Binance;

/// <summary>Checks Binance's request weight limit. Its callers pass the requests that are accepted on to the REST API through <see cref="Handle"/>.</summary>
internal sealed class BinanceRateLimiter(BinanceRest rest, RequestStatistics statistics, TimeProvider realClock)
{
    private const string Group = "binance";
    private const int RetrySeconds = 1;

    private readonly WeightLimit weights = new(realClock);
    private readonly CallerBlock block = new(realClock);

    /// <summary>Passes a request on without checking a limit: call <see cref="CountAndCheckLimit"/> first.</summary>
    public RestResponse Handle(string path, IQueryCollection query, long nowUtc) => rest.Handle(path, query, nowUtc);

    /// <summary>Counts a request and checks it against the limit.</summary>
    /// <returns>The error response if the request is rejected; null if it may proceed.</returns>
    public RestResponse? CountAndCheckLimit(HttpContext context)
    {
        statistics.RecordAndCountLastSecond(Group);
        var (used, secondsLeft) = weights.Add(rest.WeightOf(context.Request.Path.Value ?? string.Empty, context.Request.Query));
        context.Response.Headers["X-MBX-USED-WEIGHT"] = context.Response.Headers["X-MBX-USED-WEIGHT-1M"] = used.ToString(
            CultureInfo.InvariantCulture
        );
        if (block.Remaining is { Ticks: > 0 } remaining)
        {
            statistics.RecordRejection(Group);
            return WithRetryAfter(context, (int)Math.Ceiling(remaining.TotalSeconds), BinanceError.Banned);
        }

        if (used <= WeightLimit.MaxPerMinute)
            return null;
        statistics.RecordRejection(Group);
        block.RecordRejection();
        return WithRetryAfter(context, secondsLeft, BinanceError.TooManyRequests);
    }

    /// <summary>The error response for a request that an injected fault rejects.</summary>
    public RestResponse RejectForFault(HttpContext context, FaultKind fault)
    {
        switch (fault)
        {
            case FaultKind.Blocked:
                block.Block();
                return WithRetryAfter(context, (int)Math.Ceiling(block.Remaining.TotalSeconds), BinanceError.Banned);
            case FaultKind.TooMany:
                return WithRetryAfter(context, RetrySeconds, BinanceError.TooManyRequests);
            default: // TooManyWithoutRetryAfter
                return BinanceError.TooManyRequests;
        }
    }

    private static RestResponse WithRetryAfter(HttpContext context, int seconds, RestResponse response)
    {
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return response;
    }
}
