namespace Bokgi.Host.Backtests.Queued;

/// <summary>An open position of a running backtest.</summary>
internal sealed record PositionDocument
{
    public required string Symbol { get; init; }
    public required string EntryTime { get; init; }

    /// <summary>Price paid, slippage included.</summary>
    public required double EntryPrice { get; init; }
    public required double Quantity { get; init; }

    /// <summary>Open time of the last bar replayed so far.</summary>
    public required string CurrentTime { get; init; }

    /// <summary>Close of the last bar replayed so far.</summary>
    public required double CurrentPrice { get; init; }

    /// <summary>Value at the current price minus the amount paid, fee included; the costs of selling are not deducted.</summary>
    public required double UnrealizedPnl { get; init; }

    /// <summary>Unrealized profit or loss as a fraction of the amount paid.</summary>
    public required double UnrealizedPnlPct { get; init; }

    /// <summary>The position after the bars replayed so far; null when there is none.</summary>
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
