namespace Bokgi.Host.Backtests.Explain;

/// <summary>What came of a signal.</summary>
internal enum SignalOutcome
{
    /// <summary>It was filled.</summary>
    Entered,

    /// <summary>Ignored: a position was open at the bar's close.</summary>
    PositionOpen,

    /// <summary>Ignored: the bar lies before the run's range.</summary>
    WarmUp,

    /// <summary>Not filled: the run's candles end with this bar.</summary>
    NoNextBar,

    /// <summary>Not filled: what could be bought comes to nothing.</summary>
    NothingToBuy,

    /// <summary>Not filled: what could be bought is worth less than the exchange's least order.</summary>
    TooSmall,
}
