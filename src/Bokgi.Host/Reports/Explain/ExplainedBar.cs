using Bokgi.Host.Runs.Documents;

namespace Bokgi.Host.Reports.Explain;

/// <summary>A bar, what the run did at it, and why.</summary>
internal sealed record ExplainedBar
{
    /// <summary>Open time.</summary>
    public required string Timestamp { get; init; }

    /// <summary>Index among the bars of the run's range; negative for warm-up bars.</summary>
    public required int Bar { get; init; }
    public required double Open { get; init; }
    public required double High { get; init; }
    public required double Low { get; init; }
    public required double Close { get; init; }
    public required double Volume { get; init; }

    /// <summary>If candles are missing before this bar, the end of the previous bar; otherwise null.</summary>
    public string? MissingSince { get; init; }

    /// <summary>A comparison for each condition; there is a signal if and only if all are met.</summary>
    public required IReadOnlyList<Comparison> Conditions { get; init; }

    /// <summary>The signal at the bar's close; null when there was none.</summary>
    public SignalResult? Signal { get; set; }

    /// <summary>
    /// The purchase within the bar; it fills the signal of this bar or of the one before, depending on the execution setting.
    /// </summary>
    public Purchase? Entry { get; set; }

    /// <summary>The trades that ended within the bar; the last bar may have two.</summary>
    public required List<Exit> Exits { get; init; }

    /// <summary>The stop and target that applied within the bar; null when there was no position or neither is set.</summary>
    public Levels? Watched { get; set; }

    /// <summary>The position at the bar's close; null when there was none.</summary>
    public Holding? Position { get; set; }

    /// <summary>A condition, evaluated at a bar.</summary>
    /// <param name="Name">The condition's name.</param>
    /// <param name="Value">The bar's value; null when it is not available yet.</param>
    /// <param name="Operator">The comparison operator.</param>
    /// <param name="Threshold">The value it is compared with; null when it is not available yet.</param>
    /// <param name="IsMet">Whether the bar meets the condition.</param>
    internal sealed record Comparison(string Name, double? Value, string Operator, double? Threshold, bool IsMet);

    /// <summary>A signal and its outcome.</summary>
    /// <param name="Confidence">From 0 to 1.</param>
    /// <param name="Outcome">Whether it was filled, or why not.</param>
    /// <param name="Trade">The number of the trade that it opened, from 1 among the symbol's trades; null when it opened none.</param>
    /// <param name="FillTime">When it was filled.</param>
    /// <param name="FillPrice">The fill price, slippage included.</param>
    internal sealed record SignalResult(double Confidence, SignalOutcome Outcome, int? Trade, string? FillTime, double? FillPrice);

    /// <summary>A purchase.</summary>
    /// <param name="Trade">The trade's number, from 1 among the symbol's trades.</param>
    /// <param name="Time">Time of the fill.</param>
    /// <param name="Price">Price paid, slippage included.</param>
    /// <param name="Quantity">In base currency.</param>
    internal sealed record Purchase(int Trade, string Time, double Price, double Quantity)
    {
        public static Purchase Of(int trade, in OpenPosition position) =>
            new(trade, UnixTime.Format(position.EntryTimeUtc), position.EntryPrice, position.Quantity);
    }

    /// <summary>A sale.</summary>
    /// <param name="Trade">The trade's number, from 1 among the symbol's trades.</param>
    /// <param name="Reason">The exit reason.</param>
    /// <param name="Time">Time of the fill.</param>
    /// <param name="Price">Price received, slippage included.</param>
    /// <param name="Pnl">Profit or loss in quote currency, after all costs.</param>
    /// <param name="Return">Profit or loss as a fraction of the amount paid.</param>
    internal sealed record Exit(int Trade, string Reason, string Time, double Price, double Pnl, double Return)
    {
        public static Exit Of(int number, TradeDocument trade) =>
            new(number, trade.ExitReason, trade.ExitTime, trade.ExitPrice, trade.Pnl, trade.Return);
    }

    /// <summary>Prices at which a position is sold.</summary>
    /// <param name="Stop">Sells at or below it; null when no stop is set.</param>
    /// <param name="StopReason">Which of the stops it is.</param>
    /// <param name="Target">Sells at or above it; null when no target is set.</param>
    internal sealed record Levels(double? Stop, string? StopReason, double? Target)
    {
        public static Levels? Of(PositionLevels levels) =>
            levels is { Stop: null, Target: null }
                ? null
                : new(levels.Stop, levels.StopReason is { } reason ? WireNames.Of(reason) : null, levels.Target);
    }

    /// <summary>An open position.</summary>
    /// <param name="Trade">The trade's number, from 1 among the symbol's trades.</param>
    /// <param name="EntryTime">Time of the entry.</param>
    /// <param name="EntryPrice">Price paid, slippage included.</param>
    /// <param name="Quantity">In base currency.</param>
    /// <param name="BarsHeld">Bars since the entry.</param>
    /// <param name="HoldBars">The number of bars after which it is sold, unless it is sold earlier.</param>
    /// <param name="Levels">The stop and target that apply to the next bar; null when neither is set.</param>
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
