namespace Bokgi.Trading;

/// <summary>When a signal's order is filled. Values are persisted: add new ones, never renumber.</summary>
public enum Execution
{
    /// <summary>At the open of the bar after the signal, the first price that was actually available.</summary>
    NextOpen = 0,

    /// <summary>At the close of the signal's own bar. Optimistic, because this price is known only once the bar is over.</summary>
    SignalClose = 1,
}
