namespace Bokgi.Trading;

/// <summary>When a signal's order is filled. Values are persisted: add new ones, never renumber.</summary>
public enum Execution
{
    /// <summary>At the open of the bar after the signal, the first price that was actually available.</summary>
    NextOpen = 0,

    /// <summary>At the signal bar's own close. Optimistic; for comparison.</summary>
    SignalClose = 1,
}
