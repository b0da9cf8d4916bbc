namespace Bokgi.Series;

/// <summary>What a <see cref="CandleBuilder"/> did with a trade.</summary>
public enum TradeOutcome
{
    /// <summary>The trade was added to its bar.</summary>
    Added,

    /// <summary>A trade with the same id was already added.</summary>
    Duplicate,

    /// <summary>The trade's bar is already closed; closed bars never change.</summary>
    Late,
}
