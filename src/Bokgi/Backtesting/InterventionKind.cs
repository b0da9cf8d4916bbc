namespace Bokgi.Backtesting;

/// <summary>What a person can do to a pair. Values are persisted: they only grow.</summary>
public enum InterventionKind
{
    /// <summary>Signals are no longer taken, and an entry that is due is not made.</summary>
    Pause = 0,

    /// <summary>Signals are taken again.</summary>
    Resume = 1,

    /// <summary>The position is sold at the close of the last bar.</summary>
    CloseByHand = 2,

    /// <summary>The session ends: the position is sold at the close of the last bar, and an entry that is due is not made.</summary>
    CloseAtStop = 3,
}
