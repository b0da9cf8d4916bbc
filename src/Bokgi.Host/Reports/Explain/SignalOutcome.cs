namespace Bokgi.Host.Reports.Explain;

/// <summary>The outcome of a signal.</summary>
internal enum SignalOutcome
{
    /// <summary>It was filled.</summary>
    Entered,

    /// <summary>Ignored: a position was open at the bar's close.</summary>
    PositionOpen,

    /// <summary>Ignored: the bar is before the run's range.</summary>
    WarmUp,

    /// <summary>Not filled: this is the run's last candle.</summary>
    NoNextBar,

    /// <summary>Not filled: the affordable quantity is zero.</summary>
    NothingToBuy,

    /// <summary>Not filled: the affordable amount is below the exchange's minimum order value.</summary>
    TooSmall,
}
