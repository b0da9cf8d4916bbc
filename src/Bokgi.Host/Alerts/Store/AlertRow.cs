namespace Bokgi.Host.Alerts.Store;

/// <summary>An alert that is sent to people. <see cref="Message"/> is an <see cref="AlertMessage"/> as JSON.</summary>
internal sealed class AlertRow
{
    public long Number { get; init; }
    public required AlertKind Kind { get; init; }
    public required string GroupKey { get; init; }
    public required string Message { get; init; }
    public required long CreatedUtc { get; init; }
    public List<AlertDeliveryRow> Deliveries { get; init; } = [];
}
