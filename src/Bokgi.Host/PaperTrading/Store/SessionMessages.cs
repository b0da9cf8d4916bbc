using Bokgi.Host.PaperTrading.Feed;
using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.Platform.Json;
using Bokgi.Markets;

namespace Bokgi.Host.PaperTrading.Store;

/// <summary>The events of sessions; each session has its own topic.</summary>
internal static class SessionMessages
{
    public const string Started = "session_started";
    public const string Paused = "session_paused";
    public const string Resumed = "session_resumed";
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

    // This number of candles stays within the size limit of an event.
    private const int CandlesPerEvent = 200;

    public static string Topic(string sessionId) => $"session:{sessionId}";

    /// <summary>The candles of one open time, in batches.</summary>
    public static IEnumerable<(string Kind, object Data)> OfCandles(string timeframe, long openUtc, IReadOnlyList<SessionCandle> candles) =>
        candles
            .Chunk(CandlesPerEvent)
            .Select(some =>
                (
                    Candles,
                    (object)
                        new
                        {
                            timeframe,
                            timestamp = UnixTime.Format(openUtc),
                            candles = some.Select(each => new
                            {
                                symbol = each.Symbol.Code,
                                open = each.Candle.Open,
                                high = each.Candle.High,
                                low = each.Candle.Low,
                                close = each.Candle.Close,
                                volume = each.Candle.Volume,
                                late = each.IsLate,
                            }),
                        }
                )
            );

    /// <summary>The events of a pair: a signal with its order, if any; a fill with its effect on the position.</summary>
    public static IEnumerable<(string Kind, object Data)> Of(SessionEvent sessionEvent)
    {
        var (symbol, strategy) = (sessionEvent.Pair.Symbol.Code, sessionEvent.Pair.Strategy.Name);
        switch (sessionEvent)
        {
            case SessionEvent.Signalled signalled:
                yield return (Signal, SignalOf(signalled, symbol, strategy));
                if (signalled.IsOrder)
                    yield return (Order, OrderOf(signalled, symbol, strategy));
                break;
            case SessionEvent.Entered { Position: var held, IsLate: var late } entered:
                var openedId = entered.Pair.PositionId(held.EntryBar);
                yield return (Fill, FillOf(symbol, strategy, openedId, "buy", held.EntryTimeUtc, held.EntryPrice, held.Quantity, late));
                yield return (
                    PositionOpened,
                    new
                    {
                        position_id = openedId,
                        symbol,
                        strategy_name = strategy,
                        entry_time = UnixTime.Format(held.EntryTimeUtc),
                        entry_price = held.EntryPrice,
                        quantity = held.Quantity,
                    }
                );
                break;
            case SessionEvent.Closed { Trade: var trade, IsLate: var late } closed:
                var closedId = closed.Pair.PositionId(trade.EntryBar);
                yield return (Fill, FillOf(symbol, strategy, closedId, "sell", trade.ExitTimeUtc, trade.ExitPrice, trade.Quantity, late));
                yield return (
                    PositionClosed,
                    new
                    {
                        position_id = closedId,
                        symbol,
                        strategy_name = strategy,
                        exit_time = UnixTime.Format(trade.ExitTimeUtc),
                        exit_price = trade.ExitPrice,
                        exit_reason = WireNames.Of(trade.ExitReason),
                        realized_pnl = trade.Pnl,
                        realized_pnl_pct = trade.Return,
                    }
                );
                break;
        }
    }

    private static object SignalOf(SessionEvent.Signalled signalled, string symbol, string strategy) =>
        new
        {
            symbol,
            strategy_name = strategy,
            timestamp = UnixTime.Format(signalled.BarUtc),
            price = signalled.Signal.Price,
            confidence = signalled.Signal.Confidence,
            details = signalled
                .Pair.Strategy.SignalDetailNames.Index()
                .ToDictionary(each => each.Item, each => signalled.Signal.Details[each.Index]),
            late = signalled.IsLate,
        };

    private static object OrderOf(SessionEvent.Signalled signalled, string symbol, string strategy) =>
        new
        {
            symbol,
            strategy_name = strategy,
            side = "buy",
            timestamp = UnixTime.Format(signalled.BarUtc),
        };

    private static object FillOf(
        string symbol,
        string strategy,
        string positionId,
        string side,
        long timeUtc,
        double price,
        double quantity,
        bool isLate
    ) =>
        new
        {
            symbol,
            strategy_name = strategy,
            position_id = positionId,
            side,
            time = UnixTime.Format(timeUtc),
            price,
            quantity,
            late = isLate,
        };
}
