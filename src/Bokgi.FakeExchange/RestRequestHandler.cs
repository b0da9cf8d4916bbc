using System.Globalization;
using Bokgi.FakeExchange.Binance;
using Bokgi.FakeExchange.Faults;
using Bokgi.FakeExchange.Limits;
using Bokgi.FakeExchange.Upbit;
using Bokgi.Markets;

namespace Bokgi.FakeExchange;

/// <summary>Handles REST requests: the rate limiters count them and reject those over a limit, and the fault script injects faults.</summary>
internal sealed class RestRequestHandler(
    UpbitRateLimiter upbit,
    BinanceRateLimiter binance,
    VirtualClock clock,
    TimeProvider realClock,
    FaultScript faults,
    RequestStatistics statistics
)
{
    private readonly ControlEndpoint control = new(clock, faults, statistics);

    public async Task HandleAsync(HttpContext context)
    {
        var now = clock.NowUtc;
        context.Response.Headers.Date = new DateTimeOffset(UnixTime.ToDateTime(now)).ToString("r", CultureInfo.InvariantCulture);
        var path = context.Request.Path.Value ?? string.Empty;
        if (path.StartsWith("/fake/", StringComparison.Ordinal))
        {
            await ResponseSender.SendAsync(context, await control.HandleAsync(context.Request));
            return;
        }

        var isBinance = path.StartsWith("/api/v3/", StringComparison.Ordinal);
        var rejection = isBinance ? binance.CountAndCheckLimit(context) : upbit.CountAndCheckLimit(context, UpbitRest.GroupOf(path));
        var fault = rejection is null ? faults.ChooseForRequest() : null;
        if (fault is FaultKind.TooMany or FaultKind.TooManyWithoutRetryAfter or FaultKind.Blocked)
            rejection = isBinance ? binance.RejectForFault(context, fault.Value) : upbit.RejectForFault(context, fault.Value);
        var query = context.Request.Query;
        var response = rejection ?? (isBinance ? binance.Handle(path, query, now) : upbit.Handle(path, query, now));
        await ResponseSender.SendAsync(context, response, fault, realClock);
    }
}
