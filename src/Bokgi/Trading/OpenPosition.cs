namespace Bokgi.Trading;

/// <summary>An open position. Money is in quote currency.</summary>
public record struct OpenPosition
{
    private double highestPrice;
    private double lowestPrice;

    /// <summary>Index of the entry bar, counted from the account's first bar.</summary>
    public int EntryBar { get; init; }

    /// <summary>Time of the purchase, UTC microseconds.</summary>
    public long EntryTimeUtc { get; init; }

    /// <summary>Entry price before slippage, quote currency.</summary>
    public double RawEntryPrice { get; init; }

    /// <summary>Entry price including slippage.</summary>
    public double EntryPrice { get; init; }

    /// <summary>Quantity held, base currency.</summary>
    public double Quantity { get; init; }

    /// <summary>Fee rate of the purchase, a fraction of the notional.</summary>
    public double EntryFeeRate { get; init; }

    /// <summary>Amount paid, including the fee, quote currency.</summary>
    public double EntryCost { get; init; }

    /// <summary>Confidence of the signal that opened the position, 0 to 1.</summary>
    public double Confidence { get; init; }

    /// <summary>Highest of the entry price and all highs since; the trailing stop follows it.</summary>
    public double HighestPrice
    {
        readonly get => highestPrice;
        init => highestPrice = value;
    }

    /// <summary>Lowest of the entry price and all lows since.</summary>
    public double LowestPrice
    {
        readonly get => lowestPrice;
        init => lowestPrice = value;
    }

    internal void UpdateExtremes(double high, double low)
    {
        highestPrice = double.MaxNative(highestPrice, high);
        lowestPrice = double.MinNative(lowestPrice, low);
    }
}
