namespace Bokgi.Trading;

/// <summary>A completed position, from entry to exit. Money is in quote currency; ratios are fractions.</summary>
public readonly record struct Trade
{
    /// <summary>Index of the entry bar, counted from the account's first bar.</summary>
    public int EntryBar { get; init; }

    /// <summary>Index of the exit bar, counted from the account's first bar.</summary>
    public int ExitBar { get; init; }

    /// <summary>
    /// Time of the purchase: the bar's open time for a fill at the open, the bar's end for a fill at the close. UTC microseconds.
    /// </summary>
    public long EntryTimeUtc { get; init; }

    /// <summary>Time of the sale, determined like the entry time; for a stop or target, the bar's open time. UTC microseconds.</summary>
    public long ExitTimeUtc { get; init; }

    /// <summary>Entry price including slippage.</summary>
    public double EntryPrice { get; init; }

    /// <summary>Exit price including slippage.</summary>
    public double ExitPrice { get; init; }

    /// <summary>Quantity bought and sold, base currency.</summary>
    public double Quantity { get; init; }

    /// <summary>Fees of both legs.</summary>
    public double Fees { get; init; }

    /// <summary>Slippage cost of both legs: quantity times the difference between fill price and raw price.</summary>
    public double SlippageCost { get; init; }

    /// <summary>Proceeds minus entry cost, including all costs.</summary>
    public double Pnl { get; init; }

    /// <summary>PnL as a fraction of the entry cost.</summary>
    public double Return { get; init; }

    /// <summary>Why the position was sold.</summary>
    public ExitReason ExitReason { get; init; }

    /// <summary>Confidence of the signal that opened the position, 0 to 1.</summary>
    public double Confidence { get; init; }

    /// <summary>
    /// Maximum adverse excursion: distance from the entry price to the lowest low while held, as a fraction of the entry price; 0 or
    /// negative.
    /// </summary>
    public double MaximumAdverseExcursion { get; init; }

    /// <summary>
    /// Maximum favourable excursion: distance from the entry price to the highest high while held, as a fraction of the entry price; 0 or
    /// positive.
    /// </summary>
    public double MaximumFavourableExcursion { get; init; }

    /// <summary>Number of bars from the entry bar to the exit bar; 0 if both are the same bar.</summary>
    public int BarsHeld => ExitBar - EntryBar;

    /// <summary>
    /// Number of bar closes at which the position was held, from the entry bar's close on: <see cref="BarsHeld"/>, or one more if the
    /// position was sold because the candles ended.
    /// </summary>
    public int BarClosesHeld => BarsHeld + (ExitReason == ExitReason.EndOfData ? 1 : 0);
}
