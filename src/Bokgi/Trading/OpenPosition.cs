namespace Bokgi.Trading;

/// <summary>A position that is held. Money is in quote currency.</summary>
public record struct OpenPosition
{
    /// <summary>Index of the entry bar among the bars of the range.</summary>
    public int EntryBar { get; init; }

    /// <summary>When it was bought, UTC microseconds.</summary>
    public long EntryTimeUtc { get; init; }

    /// <summary>The price before slippage.</summary>
    public double RawEntryPrice { get; init; }

    /// <summary>Price paid, slippage included.</summary>
    public double EntryPrice { get; init; }

    /// <summary>Base currency held.</summary>
    public double Quantity { get; init; }

    /// <summary>What was paid, fee included.</summary>
    public double EntryCost { get; init; }

    /// <summary>Confidence of the signal that opened it, 0 to 1.</summary>
    public double Confidence { get; init; }

    /// <summary>Highest of the entry price and the highs held through so far; the trailing stop follows it.</summary>
    public double HighestPrice { get; internal set; }

    /// <summary>Lowest of the entry price and the lows held through so far.</summary>
    public double LowestPrice { get; internal set; }
}
