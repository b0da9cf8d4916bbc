using Bokgi.Series;

namespace Bokgi.Trading;

/// <summary>Whether and where a bar takes a position out, by stop and target.</summary>
internal readonly struct FillRules(AccountSettings settings)
{
    private readonly double stopLoss = settings.StopLossPct ?? double.NaN;
    private readonly double takeProfit = settings.TakeProfitPct ?? double.NaN;
    private readonly double trailingStop = settings.TrailingStopPct ?? double.NaN;

    /// <summary>The sale that the bar's open forces: it opens at or beyond a level.</summary>
    public bool LeavesAtOpen(in OpenPosition position, in Candle candle, out ExitReason reason)
    {
        var (stop, stopReason) = Stop(position);
        var isStopped = candle.Open <= stop;
        reason = isStopped ? stopReason : ExitReason.TakeProfit;
        return isStopped || candle.Open >= Target(position);
    }

    /// <summary>The sale that the rest of the bar forces. If it touches both levels the stop is taken, for the order within a bar is unknown.</summary>
    public bool LeavesWithin(in OpenPosition position, in Candle candle, out double price, out ExitReason reason)
    {
        var (stop, stopReason) = Stop(position);
        var target = Target(position);
        var isStopped = candle.Low <= stop;
        (price, reason) = isStopped ? (stop, stopReason) : (target, ExitReason.TakeProfit);
        return isStopped || candle.High >= target;
    }

    /// <summary>The levels that are in force for a position on its next bar.</summary>
    public PositionLevels Levels(in OpenPosition position)
    {
        var (stop, reason) = Stop(position);
        var target = Target(position);
        return double.IsNaN(stop)
            ? new PositionLevels(null, null, double.IsNaN(target) ? null : target)
            : new PositionLevels(stop, reason, double.IsNaN(target) ? null : target);
    }

    // A level that is switched off is NaN, and no comparison with it holds.
    private (double Price, ExitReason Reason) Stop(in OpenPosition position)
    {
        var fixedStop = position.EntryPrice * (1 - stopLoss);
        var trailing = (1 - trailingStop) * position.HighestPrice;
        return trailing > fixedStop || double.IsNaN(fixedStop) ? (trailing, ExitReason.TrailingStop) : (fixedStop, ExitReason.StopLoss);
    }

    private double Target(in OpenPosition position) => position.EntryPrice * (1 + takeProfit);
}
