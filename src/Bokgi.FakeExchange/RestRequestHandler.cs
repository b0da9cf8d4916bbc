using System.Globalization;
using Bokgi.FakeExchange.Binance;
using Bokgi.FakeExchange.Faults;
using Bokgi.FakeExchange.Limits;
using Bokgi.FakeExchange.Upbit;
using Bokgi.Markets;

namespace Bokgi.FakeExchange;

/// <summary>Handles REST requests: counts them, rejects those over a limit, and injects faults.</summary>
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
        var response = isBinance ? binance.RejectIfOverLimit(context) : upbit.RejectIfOverLimit(context, UpbitRest.GroupOf(path));
        var fault = response is null ? faults.ChooseForRequest() : null;
        if (fault is FaultKind.TooMany or FaultKind.TooManyWithoutRetryAfter or FaultKind.Blocked)
            response = isBinance ? binance.RejectForFault(context, fault.Value) : upbit.RejectForFault(context, fault.Value);
        else if (response is null)
            response = isBinance ? binance.Handle(path, context.Request.Query, now) : upbit.Handle(path, context.Request.Query, now);
        await ResponseSender.SendAsync(context, response, fault, realClock);
    }
}
