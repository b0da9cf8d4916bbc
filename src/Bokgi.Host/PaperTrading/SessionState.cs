namespace Bokgi.Host.PaperTrading;

/// <summary>How a session stands. Values are persisted by name: they only grow.</summary>
internal enum SessionState
{
    /// <summary>It steps candles and takes signals.</summary>
    Running,

    /// <summary>It steps candles and takes no signal.</summary>
    Paused,

    /// <summary>It has ended.</summary>
    Stopped,
}
