namespace Bokgi.Trading;

/// <summary>A position from its entry to its exit. Money is in quote currency, fractions are fractions.</summary>
public readonly record struct Trade
{
    /// <summary>Index of the entry bar among the bars of the range.</summary>
    public int EntryBar { get; init; }

    /// <summary>Index of the exit bar.</summary>
    public int ExitBar { get; init; }

    /// <summary>When it was bought: the bar's open time for a fill at an open, the bar's end for one at a close. UTC microseconds.</summary>
    public long EntryTimeUtc { get; init; }

    /// <summary>When it was sold: likewise; the bar's open time for a stop or target. UTC microseconds.</summary>
    public long ExitTimeUtc { get; init; }

    /// <summary>Price paid, slippage included.</summary>
    public double EntryPrice { get; init; }

    /// <summary>Price received, slippage included.</summary>
    public double ExitPrice { get; init; }

    /// <summary>Base currency bought and sold.</summary>
    public double Quantity { get; init; }

    /// <summary>Fees of both legs.</summary>
    public double Fees { get; init; }

    /// <summary>What slippage cost on both legs: quantity times the distance of fill and raw price.</summary>
    public double SlippageCost { get; init; }

    /// <summary>Proceeds less entry cost, all costs included.</summary>
    public double Pnl { get; init; }

    /// <summary>Pnl as a fraction of the entry cost.</summary>
    public double Return { get; init; }

    /// <summary>Why it was sold.</summary>
    public ExitReason ExitReason { get; init; }

    /// <summary>Confidence of the signal that opened it, 0 to 1.</summary>
    public double Confidence { get; init; }

    /// <summary>Maximum adverse excursion: the lowest low held through, as a fraction of the entry price from it; 0 or negative.</summary>
    public double MaximumAdverseExcursion { get; init; }

    /// <summary>Maximum favourable excursion: the highest high held through, as a fraction of the entry price from it; 0 or positive.</summary>
    public double MaximumFavourableExcursion { get; init; }

    /// <summary>Bars from entry to exit.</summary>
    public int BarsHeld => ExitBar - EntryBar;

    /// <summary>Bars at whose end the position was open, from the entry bar on; one more than <see cref="BarsHeld"/> where the candles ended first.</summary>
    public int BarsOpen => BarsHeld + (ExitReason == ExitReason.EndOfData ? 1 : 0);
}
