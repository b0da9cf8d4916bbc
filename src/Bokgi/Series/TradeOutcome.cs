namespace Bokgi.Series;

/// <summary>What a <see cref="CandleBuilder"/> did with a trade.</summary>
public enum TradeOutcome
{
    /// <summary>The trade was added to its bar.</summary>
    Taken,

    /// <summary>The trade was already in its bar.</summary>
    Duplicate,

    /// <summary>The trade's bar is already closed; closed bars never change.</summary>
    Late,
}
