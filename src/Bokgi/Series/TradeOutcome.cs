namespace Bokgi.Series;

/// <summary>What a <see cref="CandleBuilder"/> did with a trade.</summary>
public enum TradeOutcome
{
    /// <summary>It is in its bar.</summary>
    Taken,

    /// <summary>It was there already.</summary>
    Duplicate,

    /// <summary>Its bar is closed, and closed bars never change.</summary>
    Late,
}
