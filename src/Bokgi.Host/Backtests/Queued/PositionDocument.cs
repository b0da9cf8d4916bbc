using Bokgi.Backtesting;
using Bokgi.Markets;

namespace Bokgi.Host.Backtests.Queued;

/// <summary>A position that a running backtest holds.</summary>
internal sealed record PositionDocument
{
    public required string Symbol { get; init; }
    public required string EntryTime { get; init; }

    /// <summary>Price paid, slippage included.</summary>
    public required double EntryPrice { get; init; }
    public required double Quantity { get; init; }

    /// <summary>Open time of the bar up to which the symbol is replayed.</summary>
    public required string CurrentTime { get; init; }

    /// <summary>That bar's close.</summary>
    public required double CurrentPrice { get; init; }

    /// <summary>Worth at that close less what was paid, fee included; the costs of selling are not in it.</summary>
    public required double UnrealizedPnl { get; init; }

    /// <summary>The same as a fraction of what was paid.</summary>
    public required double UnrealizedPnlPct { get; init; }

    /// <summary>What a replay holds after the bars done; null when nothing.</summary>
    public static PositionDocument? Of(PairReplay replay)
    {
        if (replay.Position is not { } position || replay.Candles is not { } candles)
            return null;
        var close = candles.Close[replay.BarsDone - 1];
        var pnl = (position.Quantity * close) - position.EntryCost;
        return new PositionDocument
        {
            Symbol = candles.Symbol.Code,
            EntryTime = UnixTime.Format(position.EntryTimeUtc),
            EntryPrice = position.EntryPrice,
            Quantity = position.Quantity,
            CurrentTime = UnixTime.Format(candles.Times[replay.BarsDone - 1]),
            CurrentPrice = close,
            UnrealizedPnl = pnl,
            UnrealizedPnlPct = pnl / position.EntryCost,
        };
    }
}
