using Bokgi.Host.Backtests.Documents;

namespace Bokgi.Host.Backtests.Explain;

/// <summary>A bar, and what the run did at it and why.</summary>
internal sealed record ExplainedBar
{
    /// <summary>Open time.</summary>
    public required string Timestamp { get; init; }

    /// <summary>Index among the bars of the run's range; negative where it is warm-up.</summary>
    public required int Bar { get; init; }
    public required double Open { get; init; }
    public required double High { get; init; }
    public required double Low { get; init; }
    public required double Close { get; init; }
    public required double Volume { get; init; }

    /// <summary>Where candles are missing before this one, the end of the one before; else null.</summary>
    public string? MissingSince { get; init; }

    /// <summary>A comparison for each condition; there was a signal exactly if all are met.</summary>
    public required IReadOnlyList<Comparison> Conditions { get; init; }

    /// <summary>The signal of the bar's close; null when there was none.</summary>
    public SignalFate? Signal { get; init; }

    /// <summary>What was bought within the bar, by this bar's signal or the one before, as execution has it.</summary>
    public Purchase? Entry { get; init; }

    /// <summary>The trades that ended within the bar; at the last bar there may be two.</summary>
    public required IReadOnlyList<Exit> Exits { get; init; }

    /// <summary>The stop and target that were watched within the bar; null when no position was, or none is set.</summary>
    public Levels? Watched { get; init; }

    /// <summary>The position at the bar's close; null when there was none.</summary>
    public Holding? Position { get; init; }

    /// <summary>A condition at a bar.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Value">What the bar had; null where it had nothing yet.</param>
    /// <param name="Operator">How it is compared.</param>
    /// <param name="Threshold">What it is compared with; null where there was nothing yet.</param>
    /// <param name="IsMet">Whether the bar meets it.</param>
    internal sealed record Comparison(string Name, double? Value, string Operator, double? Threshold, bool IsMet);

    /// <summary>A signal and what came of it.</summary>
    /// <param name="Confidence">From 0 to 1.</param>
    /// <param name="Outcome">Whether it was filled, or why not.</param>
    /// <param name="Trade">The trade that it opened, by its place among the symbol's trades from 1; else null.</param>
    /// <param name="FillTime">When it was filled.</param>
    /// <param name="FillPrice">At what price, slippage included.</param>
    internal sealed record SignalFate(double Confidence, SignalOutcome Outcome, int? Trade, string? FillTime, double? FillPrice);

    /// <summary>What was bought.</summary>
    /// <param name="Trade">Its place among the symbol's trades, from 1.</param>
    /// <param name="Time">When.</param>
    /// <param name="Price">Price paid, slippage included.</param>
    /// <param name="Quantity">Base currency.</param>
    internal sealed record Purchase(int Trade, string Time, double Price, double Quantity);

    /// <summary>What was sold.</summary>
    /// <param name="Trade">Its place among the symbol's trades, from 1.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Time">When.</param>
    /// <param name="Price">Price received, slippage included.</param>
    /// <param name="Pnl">Quote currency, all costs included.</param>
    /// <param name="Return">The same as a fraction of what was paid.</param>
    internal sealed record Exit(int Trade, string Reason, string Time, double Price, double Pnl, double Return)
    {
        public static Exit Of(int number, TradeDocument trade) =>
            new(number, trade.ExitReason, trade.ExitTime, trade.ExitPrice, trade.Pnl, trade.Return);
    }

    /// <summary>Prices at which a position is sold.</summary>
    /// <param name="Stop">At or below it; null when no stop is set.</param>
    /// <param name="StopReason">Which of the stops that is.</param>
    /// <param name="Target">At or above it; null when no target is set.</param>
    internal sealed record Levels(double? Stop, string? StopReason, double? Target);

    /// <summary>A position that is held.</summary>
    /// <param name="Trade">Its place among the symbol's trades, from 1.</param>
    /// <param name="EntryTime">Since when.</param>
    /// <param name="EntryPrice">Price paid, slippage included.</param>
    /// <param name="Quantity">Base currency.</param>
    /// <param name="BarsHeld">Bars since the entry.</param>
    /// <param name="HoldBars">After how many it is sold, if nothing else comes first.</param>
    /// <param name="Levels">Its stop and target for the next bar; null when none is set.</param>
    internal sealed record Holding(
        int Trade,
        string EntryTime,
        double EntryPrice,
        double Quantity,
        int BarsHeld,
        int HoldBars,
        Levels? Levels
    );
}
