using Bokgi.Host.PaperTrading.Feed;
using Bokgi.Host.PaperTrading.Simulation;

namespace Bokgi.Host.PaperTrading.Store;

/// <summary>The events that clients can follow in <c>GET /api/events</c>; each session has its own topic.</summary>
internal static class SessionMessages
{
    public const string Started = "session_started";
    public const string Paused = "session_paused";
    public const string Resumed = "session_resumed";

    /// <summary>The signals of a symbol were switched on or off.</summary>
    public const string SymbolSwitched = "symbol_switched";
    public const string Stopped = "session_stopped";
    public const string Connection = "connection";
    public const string WarmedUp = "warmed_up";
    public const string Candles = "candles";
    public const string Signal = "signal";
    public const string Order = "order";
    public const string Fill = "fill";
    public const string PositionOpened = "position_opened";
    public const string PositionClosed = "position_closed";
    public const string Verified = "verified";

    // An event with this many candles stays within the size limit of an event.
    private const int CandlesPerEvent = 200;

    public static string Topic(string sessionId) => $"session:{sessionId}";

    /// <summary>The client events for the candles of one time, which are all of the same open time.</summary>
    public static IEnumerable<(string Kind, object Data)> FromCandles(
        string timeframe,
        long openUtc,
        IReadOnlyList<SessionCandle> candles
    ) =>
        candles
            .Chunk(CandlesPerEvent)
            .Select(chunk => (Candles, (object)new CandlesData(timeframe, UnixTime.Format(openUtc), chunk.Select(CandleData.FromCandle))));

    /// <summary>
    /// The client events for one session event: a signal, with its order if there is one; or a fill, with the position that it opens or closes.
    /// </summary>
    public static IEnumerable<(string Kind, object Data)> FromSessionEvent(SessionEvent sessionEvent)
    {
        var (pair, symbol, strategy) = (sessionEvent.Pair, sessionEvent.Pair.Symbol.Code, sessionEvent.Pair.Strategy.Name);
        switch (sessionEvent)
        {
            case SessionEvent.Signalled { BarUtc: var barUtc, Signal: var signal, IsLate: var late } signalled:
                var barTime = UnixTime.Format(barUtc);
                var details = pair.Strategy.SignalDetailNames.Index().ToDictionary(name => name.Item, name => signal.Details[name.Index]);
                yield return (Signal, new SignalData(symbol, strategy, barTime, signal.Price, signal.Confidence, details, late));
                if (signalled.IsOrder)
                    yield return (Order, new OrderData(symbol, strategy, "buy", barTime));
                break;
            case SessionEvent.Entered { Position: var position, IsLate: var late }:
                var (openedId, entryTime) = (pair.PositionId(position.EntryBar), UnixTime.Format(position.EntryTimeUtc));
                yield return (
                    Fill,
                    new FillData(symbol, strategy, openedId, "buy", entryTime, position.EntryPrice, position.Quantity, late)
                );
                yield return (
                    PositionOpened,
                    new OpenedData(openedId, symbol, strategy, entryTime, position.EntryPrice, position.Quantity)
                );
                break;
            case SessionEvent.Closed { Trade: var trade, IsLate: var late }:
                var (closedId, exitTime) = (pair.PositionId(trade.EntryBar), UnixTime.Format(trade.ExitTimeUtc));
                var reason = WireNames.Of(trade.ExitReason);
                yield return (Fill, new FillData(symbol, strategy, closedId, "sell", exitTime, trade.ExitPrice, trade.Quantity, late));
                yield return (
                    PositionClosed,
                    new ClosedData(closedId, symbol, strategy, exitTime, trade.ExitPrice, reason, trade.Pnl, trade.Return)
                );
                break;
        }
    }

    private sealed record CandlesData(string Timeframe, string Timestamp, IEnumerable<CandleData> Candles);

    private sealed record CandleData(string Symbol, double Open, double High, double Low, double Close, double Volume, bool Late)
    {
        public static CandleData FromCandle(SessionCandle sessionCandle) =>
            new(
                sessionCandle.Symbol.Code,
                sessionCandle.Candle.Open,
                sessionCandle.Candle.High,
                sessionCandle.Candle.Low,
                sessionCandle.Candle.Close,
                sessionCandle.Candle.Volume,
                sessionCandle.IsLate
            );
    }

    private sealed record SignalData(
        string Symbol,
        string StrategyName,
        string Timestamp,
        double Price,
        double Confidence,
        IReadOnlyDictionary<string, double> Details,
        bool Late
    );

    private sealed record OrderData(string Symbol, string StrategyName, string Side, string Timestamp);

    private sealed record FillData(
        string Symbol,
        string StrategyName,
        string PositionId,
        string Side,
        string Time,
        double Price,
        double Quantity,
        bool Late
    );

    private sealed record OpenedData(
        string PositionId,
        string Symbol,
        string StrategyName,
        string EntryTime,
        double EntryPrice,
        double Quantity
    );

    private sealed record ClosedData(
        string PositionId,
        string Symbol,
        string StrategyName,
        string ExitTime,
        double ExitPrice,
        string ExitReason,
        double RealizedPnl,
        double RealizedPnlPct
    );
}
