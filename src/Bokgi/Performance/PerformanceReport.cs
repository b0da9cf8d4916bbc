namespace Bokgi.Performance;

/// <summary>
/// All figures of one pair (a symbol traded by a strategy) or of a whole run. Ratios are fractions, money is in quote currency; figures
/// that cannot be computed are null.
/// </summary>
public sealed record PerformanceReport
{
    /// <summary>Number of bars; for a run, the size of the union of all pairs' bar times.</summary>
    public required int Bars { get; init; }

    /// <summary>Open time of the first bar, UTC microseconds.</summary>
    public required long FirstUtc { get; init; }

    /// <summary>Open time of the last bar, UTC microseconds.</summary>
    public required long LastUtc { get; init; }

    /// <summary>Number of signals, whether or not they led to a trade.</summary>
    public required int Signals { get; init; }

    /// <summary>Number of finished trades.</summary>
    public required int Trades { get; init; }

    /// <summary>Entries that were not made because the candles ended before they could be filled.</summary>
    public required int UnfilledEntries { get; init; }

    /// <summary>Entries that were not made because they were below the exchange's minimum order value.</summary>
    public int TooSmallEntries { get; private init; }

    /// <summary>Fraction of bars at whose close a position was open, 0 to 1.</summary>
    public required double Exposure { get; init; }

    /// <summary>Last close divided by first open, minus 1; for a run, the mean over its symbols.</summary>
    public required double BuyAndHoldReturn { get; init; }

    /// <summary>The signals evaluated as independent trades, without costs.</summary>
    public required SignalStudy Study { get; init; }

    /// <summary>Figures of the equity curve.</summary>
    public required EquityFigures Equity { get; init; }

    /// <inheritdoc cref="TradeFigures.WinRate"/>
    public double? WinRate { get; private init; }

    /// <inheritdoc cref="TradeFigures.AverageReturn"/>
    public double? AverageReturn { get; private init; }

    /// <inheritdoc cref="TradeFigures.MedianReturn"/>
    public double? MedianReturn { get; private init; }

    /// <inheritdoc cref="TradeFigures.BestReturn"/>
    public double? BestReturn { get; private init; }

    /// <inheritdoc cref="TradeFigures.WorstReturn"/>
    public double? WorstReturn { get; private init; }

    /// <inheritdoc cref="TradeFigures.ProfitFactor"/>
    public double? ProfitFactor { get; private init; }

    /// <inheritdoc cref="TradeFigures.Expectancy"/>
    public double? Expectancy { get; private init; }

    /// <inheritdoc cref="TradeFigures.PayoffRatio"/>
    public double? PayoffRatio { get; private init; }

    /// <inheritdoc cref="TradeFigures.Sqn"/>
    public double? Sqn { get; private init; }

    /// <inheritdoc cref="TradeFigures.AverageHoldBars"/>
    public double? AverageHoldBars { get; private init; }

    /// <inheritdoc cref="TradeFigures.AverageHoldSeconds"/>
    public double? AverageHoldSeconds { get; private init; }

    /// <inheritdoc cref="TradeFigures.FeesPaid"/>
    public double FeesPaid { get; private init; }

    /// <inheritdoc cref="TradeFigures.SlippagePaid"/>
    public double SlippagePaid { get; private init; }

    /// <summary>Combines all figures of an account.</summary>
    /// <param name="curve">The equity curve.</param>
    /// <param name="trades">The trades.</param>
    /// <param name="counts">The signal study, the entries that were not made, the bars with a position and the buy-and-hold return.</param>
    public static PerformanceReport Create(in EquityCurve curve, TradeFigures trades, in RunCounts counts)
    {
        ArgumentNullException.ThrowIfNull(trades);
        return Create(EquityFigures.Compute(curve.Times, curve.Marks, curve.InitialCash, curve.Timeframe), curve.Times, trades, counts);
    }

    /// <summary>Combines all figures of an account.</summary>
    /// <param name="equity">The figures of the equity curve.</param>
    /// <param name="times">Open times of the curve's bars, UTC microseconds.</param>
    /// <param name="trades">The trades.</param>
    /// <param name="counts">The signal study, the entries that were not made, the bars with a position and the buy-and-hold return.</param>
    internal static PerformanceReport Create(in EquityFigures equity, ReadOnlySpan<long> times, TradeFigures trades, in RunCounts counts) =>
        new()
        {
            Bars = times.Length,
            FirstUtc = times[0],
            LastUtc = times[^1],
            Signals = counts.Study.Samples,
            Trades = trades.Count,
            UnfilledEntries = counts.UnfilledEntries,
            TooSmallEntries = counts.TooSmallEntries,
            Exposure = (double)counts.BarsWithPosition / times.Length,
            BuyAndHoldReturn = counts.BuyAndHoldReturn,
            Study = counts.Study,
            // Without a trade the equity never changes, so its volatility is 0 even over a single bar, for which it is otherwise null.
            Equity = trades.Count == 0 ? equity with { Volatility = 0 } : equity,
            WinRate = trades.WinRate,
            AverageReturn = trades.AverageReturn,
            MedianReturn = trades.MedianReturn(),
            BestReturn = trades.BestReturn,
            WorstReturn = trades.WorstReturn,
            ProfitFactor = trades.ProfitFactor,
            Expectancy = trades.Expectancy,
            PayoffRatio = trades.PayoffRatio,
            Sqn = trades.Sqn,
            AverageHoldBars = trades.AverageHoldBars,
            AverageHoldSeconds = trades.AverageHoldSeconds,
            FeesPaid = trades.FeesPaid,
            SlippagePaid = trades.SlippagePaid,
        };
}
