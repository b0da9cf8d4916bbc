namespace Bokgi.Host.Reports.Explain;

/// <summary>The outcome of a signal.</summary>
internal enum SignalOutcome
{
    Entered,

    /// <summary>Ignored: a position was open at the bar's close.</summary>
    PositionOpen,
    WarmUp,
    NoNextBar,

    /// <summary>Not filled: the affordable quantity is zero.</summary>
    NothingToBuy,

    /// <summary>Not filled: the affordable amount is below the exchange's minimum order value.</summary>
    TooSmall,
}
