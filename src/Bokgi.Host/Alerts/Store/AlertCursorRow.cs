namespace Bokgi.Host.Alerts.Store;

/// <summary>How far a source of alerts has been processed. All servers share the row, so that each alert is raised once.</summary>
internal sealed class AlertCursorRow
{
    public required string Source { get; init; }

    /// <summary>The last processed item: for events its number, for daily summaries its day as a number of days since 1970.</summary>
    public long Cursor { get; set; }
}
