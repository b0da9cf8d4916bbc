using Bokgi.Performance;

namespace Bokgi.Host.Runs.Documents;

/// <summary>
/// The figures of a run or of one symbol. Ratios are fractions, times are UTC; null means that a value cannot be calculated.
/// </summary>
internal record FiguresDocument
{
    public required int Bars { get; init; }

    /// <summary>Open time of the first bar.</summary>
    public required string First { get; init; }

    /// <summary>Open time of the last bar.</summary>
    public required string Last { get; init; }

    /// <summary>All signals, whether or not they led to a trade.</summary>
    public required int Signals { get; init; }
    public required int Trades { get; init; }

    /// <summary>Entries that were not made because the candles ended before they could be filled.</summary>
    public required int Unfilled { get; init; }

    /// <summary>Entries that were skipped because they were below the exchange's minimum order value.</summary>
    public int TooSmall { get; init; }
    public double? WinRate { get; init; }
    public double? AvgReturn { get; init; }
    public double? MedianReturn { get; init; }
    public double? BestReturn { get; init; }
    public double? WorstReturn { get; init; }
    public double? TotalReturn { get; init; }
    public double? Cagr { get; init; }
    public double? Volatility { get; init; }
    public double? Sharpe { get; init; }
    public double? Sortino { get; init; }
    public double MaxDrawdown { get; init; }
    public double MaxDrawdownDurationSeconds { get; init; }
    public double? Calmar { get; init; }
    public double? ProfitFactor { get; init; }
    public double? Expectancy { get; init; }
    public double? PayoffRatio { get; init; }

    /// <summary>Fraction of bars at whose close a position was open.</summary>
    public double Exposure { get; init; }

    /// <summary>System quality number: mean profit over its standard deviation, times the square root of the number of trades.</summary>
    public double? Sqn { get; init; }
    public double? AvgHoldBars { get; init; }
    public double? AvgHoldSeconds { get; init; }
    public double FeesPaid { get; init; }
    public double SlippagePaid { get; init; }

    /// <summary>Last close divided by first open, minus 1; for a run, the mean over its symbols.</summary>
    public double BuyAndHoldReturn { get; init; }

    /// <summary>The signals evaluated as independent trades, without costs.</summary>
    public required StudyDocument Study { get; init; }

    public static FiguresDocument Of(PerformanceReport report) =>
        new()
        {
            Bars = report.Bars,
            First = UnixTime.Format(report.FirstUtc),
            Last = UnixTime.Format(report.LastUtc),
            Signals = report.Signals,
            Trades = report.Trades,
            Unfilled = report.UnfilledEntries,
            TooSmall = report.TooSmallEntries,
            WinRate = report.WinRate,
            AvgReturn = report.AverageReturn,
            MedianReturn = report.MedianReturn,
            BestReturn = report.BestReturn,
            WorstReturn = report.WorstReturn,
            TotalReturn = report.Equity.TotalReturn,
            Cagr = report.Equity.Cagr,
            Volatility = report.Equity.Volatility,
            Sharpe = report.Equity.Sharpe,
            Sortino = report.Equity.Sortino,
            MaxDrawdown = report.Equity.MaxDrawdown,
            MaxDrawdownDurationSeconds = report.Equity.MaxDrawdownDurationSeconds,
            Calmar = report.Equity.Calmar,
            ProfitFactor = report.ProfitFactor,
            Expectancy = report.Expectancy,
            PayoffRatio = report.PayoffRatio,
            Exposure = report.Exposure,
            Sqn = report.Sqn,
            AvgHoldBars = report.AverageHoldBars,
            AvgHoldSeconds = report.AverageHoldSeconds,
            FeesPaid = report.FeesPaid,
            SlippagePaid = report.SlippagePaid,
            BuyAndHoldReturn = report.BuyAndHoldReturn,
            Study = new StudyDocument(report.Study.Samples, report.Study.WinRate, report.Study.AverageReturn),
        };
}
