namespace Bokgi.Trading;

/// <summary>When an order that a signal gave is filled. Values are persisted: they only grow.</summary>
public enum Execution
{
    /// <summary>At the open of the bar after the signal, the first price one could have had.</summary>
    NextOpen = 0,

    /// <summary>At the signal bar's own close; optimistic, for comparison.</summary>
    SignalClose = 1,
}
