using Bokgi.Series;

namespace Bokgi.Trading;

/// <summary>Decides whether a bar triggers a position's stop or target, and at what price.</summary>
internal readonly struct StopAndTargetRules(AccountSettings settings)
{
    private readonly double stopLoss = settings.StopLossPct ?? double.NaN;
    private readonly double takeProfit = settings.TakeProfitPct ?? double.NaN;
    private readonly double trailingStop = settings.TrailingStopPct ?? double.NaN;

    /// <summary>Whether the position is sold at the bar's open, because the bar opens at or beyond its stop or target.</summary>
    public bool ExitsAtOpen(in OpenPosition position, in Candle candle, out ExitReason reason)
    {
        var (stop, stopReason) = ComputeStop(position);
        var isStopped = candle.Open <= stop;
        reason = isStopped ? stopReason : ExitReason.TakeProfit;
        return isStopped || candle.Open >= ComputeTarget(position);
    }

    /// <summary>
    /// Whether the position is sold within the bar. If the bar reaches both the stop and the target, the position is sold at the stop,
    /// because the order of prices within a bar is unknown.
    /// </summary>
    public bool ExitsWithinBar(in OpenPosition position, in Candle candle, out double price, out ExitReason reason)
    {
        var (stop, stopReason) = ComputeStop(position);
        var target = ComputeTarget(position);
        var isStopped = candle.Low <= stop;
        (price, reason) = isStopped ? (stop, stopReason) : (target, ExitReason.TakeProfit);
        return isStopped || candle.High >= target;
    }

    /// <summary>The levels that apply to a position on its next bar.</summary>
    public PositionLevels ComputeLevels(in OpenPosition position)
    {
        var (stop, reason) = ComputeStop(position);
        var target = ComputeTarget(position);
        return double.IsNaN(stop)
            ? new PositionLevels(null, null, double.IsNaN(target) ? null : target)
            : new PositionLevels(stop, reason, double.IsNaN(target) ? null : target);
    }

    // A disabled level is NaN, so every comparison with it is false.
    private (double Price, ExitReason Reason) ComputeStop(in OpenPosition position)
    {
        var fixedStop = position.EntryPrice * (1 - stopLoss);
        var trailing = (1 - trailingStop) * position.HighestPrice;
        return trailing > fixedStop || double.IsNaN(fixedStop) ? (trailing, ExitReason.TrailingStop) : (fixedStop, ExitReason.StopLoss);
    }

    private double ComputeTarget(in OpenPosition position) => position.EntryPrice * (1 + takeProfit);
}
