namespace Bokgi.Host.Alerts.Store;

/// <summary>How far a source of alerts has been read, by any server.</summary>
internal sealed class AlertCursorRow
{
    public required string Source { get; init; }

    /// <summary>The number of the last event, or the last day as a number of days since 1970.</summary>
    public long Cursor { get; set; }
}
