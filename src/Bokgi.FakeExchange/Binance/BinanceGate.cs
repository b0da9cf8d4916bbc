using System.Globalization;
using Bokgi.FakeExchange.Faults;
using Bokgi.FakeExchange.Limits;

namespace Bokgi.FakeExchange.Binance;

/// <summary>Applies Binance's request weight limit, and passes accepted requests on to the REST API.</summary>
internal sealed class BinanceGate(BinanceRest rest, RequestMeasures measures, TimeProvider real)
{
    private const string Group = "binance";
    private const int RetrySeconds = 1;

    private readonly WeightLimit weights = new(real);
    private readonly CallerBlock block = new(real);

    public RestReply Answer(string path, IQueryCollection query, long nowUtc) => rest.Answer(path, query, nowUtc);

    /// <summary>Counts a request.</summary>
    /// <returns>The error response if the request is rejected; null if it may proceed.</returns>
    public RestReply? Refusal(HttpContext context)
    {
        measures.Count(Group);
        var (used, secondsLeft) = weights.Add(rest.WeightOf(context.Request.Path.Value ?? string.Empty, context.Request.Query));
        context.Response.Headers["X-MBX-USED-WEIGHT"] = context.Response.Headers["X-MBX-USED-WEIGHT-1M"] = used.ToString(
            CultureInfo.InvariantCulture
        );
        if (block.Remaining is { Ticks: > 0 } left)
        {
            measures.CountRefused(Group);
            return WithRetryAfter(context, (int)Math.Ceiling(left.TotalSeconds), BinanceError.Banned);
        }

        if (used <= WeightLimit.PerMinute)
            return null;
        measures.CountRefused(Group);
        block.CountRefusal();
        return WithRetryAfter(context, secondsLeft, BinanceError.TooManyRequests);
    }

    /// <summary>The error response for a request that an injected fault rejects.</summary>
    public RestReply Refuse(HttpContext context, FaultKind fault)
    {
        if (fault == FaultKind.Blocked)
            block.Block();
        return fault switch
        {
            FaultKind.Blocked => WithRetryAfter(context, (int)Math.Ceiling(block.Remaining.TotalSeconds), BinanceError.Banned),
            FaultKind.TooMany => WithRetryAfter(context, RetrySeconds, BinanceError.TooManyRequests),
            _ => BinanceError.TooManyRequests,
        };
    }

    private static RestReply WithRetryAfter(HttpContext context, int seconds, RestReply reply)
    {
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return reply;
    }
}
