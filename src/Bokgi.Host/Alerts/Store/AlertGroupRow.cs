namespace Bokgi.Host.Alerts.Store;

/// <summary>
/// The state of a group of alerts: the fields of an <see cref="AlertGroup"/>, and the messages that wait until the group's time window ends
/// and are then sent as one.
/// </summary>
internal sealed class AlertGroupRow
{
    public required string Key { get; init; }
    public bool IsOpen { get; set; }
    public long? LastSentUtc { get; set; }
    public bool LastWasRecovery { get; set; }
    public int Repeats { get; set; }
    public AlertSeverity LastSeverity { get; set; }

    /// <summary>Waiting messages as a JSON array; null if none wait.</summary>
    public string? Waiting { get; set; }

    /// <summary>When the waiting messages are sent, in microseconds UTC; null if none wait.</summary>
    public long? DueUtc { get; set; }
}
