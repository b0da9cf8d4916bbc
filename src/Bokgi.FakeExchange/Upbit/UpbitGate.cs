using System.Globalization;
using Bokgi.FakeExchange.Faults;
using Bokgi.FakeExchange.Limits;

namespace Bokgi.FakeExchange.Upbit;

/// <summary>Applies Upbit's rate limits, and passes accepted requests on to the REST API.</summary>
internal sealed class UpbitGate(UpbitRest rest, RequestMeasures measures, TimeProvider real)
{
    /// <summary>The maximum number of requests per second in one group.</summary>
    private const int PerSecond = 10;

    private const string OriginGroup = "origin";
    private const int RetrySeconds = 1;

    private readonly CallerBlock block = new(real);
    private readonly OriginLimit origin = new(real);

    public RestReply Answer(string path, IQueryCollection query, long nowUtc) => rest.Answer(path, query, nowUtc);

    /// <summary>Counts a request.</summary>
    /// <returns>The error response if the request is rejected; null if it may proceed.</returns>
    public RestReply? Refusal(HttpContext context, string group, int perSecond = PerSecond)
    {
        var inSecond = measures.Count(group);
        context.Response.Headers["Remaining-Req"] = $"group={group}; min=600; sec={Math.Max(0, perSecond - inSecond)}";
        if (block.Remaining is { Ticks: > 0 } left)
        {
            measures.CountRefused(group);
            return Blocked(context, left);
        }

        var isFromPage = context.Request.Headers.Origin.Count > 0;
        if (isFromPage)
            measures.Count(OriginGroup);
        if (inSecond <= perSecond && (!isFromPage || origin.Allows()))
            return null;
        measures.CountRefused(isFromPage && inSecond <= perSecond ? OriginGroup : group);
        block.CountRefusal();
        return UpbitError.TooManyRequests;
    }

    /// <summary>The error response for a request that an injected fault rejects.</summary>
    public RestReply Refuse(HttpContext context, FaultKind fault)
    {
        if (fault == FaultKind.Blocked)
        {
            block.Block();
            return Blocked(context, block.Remaining);
        }

        if (fault == FaultKind.TooMany)
            context.Response.Headers.RetryAfter = RetrySeconds.ToString(CultureInfo.InvariantCulture);
        return UpbitError.TooManyRequests;
    }

    private static RestReply Blocked(HttpContext context, TimeSpan left)
    {
        var seconds = (int)Math.Ceiling(left.TotalSeconds);
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return UpbitError.Blocked(seconds);
    }
}
