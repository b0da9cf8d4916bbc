namespace Bokgi.Host.PaperTrading.Simulation;

/// <summary>The state of a session. Values are stored by name: add values, but never rename or remove any.</summary>
internal enum SessionState
{
    /// <summary>It processes candles and takes signals.</summary>
    Running,

    /// <summary>It processes candles but takes no signals.</summary>
    Paused,

    /// <summary>It has ended.</summary>
    Stopped,
}
