namespace Bokgi.Backtesting;

/// <summary>
/// What a person can do to a pair (one symbol traded by one strategy). Values are persisted: add new ones, never renumber.
/// </summary>
public enum InterventionKind
{
    /// <summary>Ignores signals from now on and cancels an entry that is to be filled at the next open.</summary>
    Pause = 0,

    /// <summary>Acts on signals again.</summary>
    Resume = 1,

    /// <summary>Sells the position at the close of the last bar.</summary>
    CloseByHand = 2,

    /// <summary>Ends the session: sells the position at the close of the last bar and cancels a pending entry.</summary>
    CloseAtStop = 3,
}
