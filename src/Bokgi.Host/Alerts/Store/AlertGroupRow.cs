namespace Bokgi.Host.Alerts.Store;

/// <summary>The state of a group of alerts: an <see cref="AlertGroup"/>, and messages that wait for the end of a window.</summary>
internal sealed class AlertGroupRow
{
    public required string Key { get; init; }
    public bool IsOpen { get; set; }
    public long? LastSentUtc { get; set; }
    public bool LastWasRecovery { get; set; }
    public int Repeats { get; set; }
    public AlertSeverity LastSeverity { get; set; }

    /// <summary>Messages that wait, as a JSON array; null if none does.</summary>
    public string? Waiting { get; set; }

    /// <summary>When waiting messages are sent; null if none wait.</summary>
    public long? DueUtc { get; set; }
}
