namespace Bokgi.Host.Alerts;

/// <summary>How urgent an alert is, least urgent first. Values are stored by name.</summary>
internal enum AlertSeverity
{
    Info,
    Warning,
    Critical,
}
