using System.Globalization;
using Bokgi.FakeExchange.Binance;
using Bokgi.FakeExchange.Faults;
using Bokgi.FakeExchange.Limits;
using Bokgi.FakeExchange.Upbit;
using Bokgi.Markets;

namespace Bokgi.FakeExchange;

/// <summary>Handles REST requests: counts them, rejects those over a limit, and injects faults.</summary>
internal sealed class RestGate(
    UpbitGate upbit,
    BinanceGate binance,
    VirtualClock clock,
    TimeProvider real,
    FaultScript faults,
    RequestMeasures measures
)
{
    private readonly FaultEndpoint fake = new(clock, faults, measures);

    public async Task HandleAsync(HttpContext context)
    {
        var now = clock.NowUtc;
        context.Response.Headers.Date = new DateTimeOffset(UnixTime.ToDateTime(now)).ToString("r", CultureInfo.InvariantCulture);
        var path = context.Request.Path.Value ?? string.Empty;
        if (path.StartsWith("/fake/", StringComparison.Ordinal))
        {
            await FaultyAnswer.SendAsync(context, await fake.AnswerAsync(context.Request));
            return;
        }

        var isBinance = path.StartsWith("/api/v3/", StringComparison.Ordinal);
        var reply = isBinance ? binance.Refusal(context) : upbit.Refusal(context, UpbitRest.GroupOf(path));
        var fault = reply is null ? faults.NextForRequest() : null;
        if (fault is FaultKind.TooMany or FaultKind.TooManyWithoutRetryAfter or FaultKind.Blocked)
            reply = isBinance ? binance.Refuse(context, fault.Value) : upbit.Refuse(context, fault.Value);
        else if (reply is null)
            reply = isBinance ? binance.Answer(path, context.Request.Query, now) : upbit.Answer(path, context.Request.Query, now);
        await FaultyAnswer.SendAsync(context, reply, fault, real);
    }
}
