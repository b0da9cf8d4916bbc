namespace Bokgi.Host.PaperTrading.Simulation;

/// <summary>The state of a session. Values are stored by name: add values, but never rename or remove any.</summary>
internal enum SessionState
{
    Running,

    /// <summary>It processes candles but takes no signals.</summary>
    Paused,
    Stopped,
}
