namespace Bokgi.Trading;

/// <summary>An open position. Money is in quote currency.</summary>
public record struct OpenPosition
{
    /// <summary>Index of the entry bar within the range.</summary>
    public int EntryBar { get; init; }

    /// <summary>Time of the purchase, UTC microseconds.</summary>
    public long EntryTimeUtc { get; init; }

    /// <summary>Entry price before slippage.</summary>
    public double RawEntryPrice { get; init; }

    /// <summary>Entry price including slippage.</summary>
    public double EntryPrice { get; init; }

    /// <summary>Quantity held, base currency.</summary>
    public double Quantity { get; init; }

    /// <summary>Amount paid, including the fee.</summary>
    public double EntryCost { get; init; }

    /// <summary>Confidence of the signal that opened the position, 0 to 1.</summary>
    public double Confidence { get; init; }

    /// <summary>Highest of the entry price and all highs since; the trailing stop follows it.</summary>
    public double HighestPrice { get; internal set; }

    /// <summary>Lowest of the entry price and all lows since.</summary>
    public double LowestPrice { get; internal set; }
}
