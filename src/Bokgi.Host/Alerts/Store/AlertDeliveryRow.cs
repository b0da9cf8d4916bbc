namespace Bokgi.Host.Alerts.Store;

/// <summary>A message on its way through one channel. Times are microseconds UTC.</summary>
internal sealed class AlertDeliveryRow
{
    public long Number { get; init; }
    public long AlertNumber { get; init; }
    public required string Channel { get; init; }
    public required DeliveryState State { get; init; }
    public int Attempts { get; init; }

    /// <summary>When it is tried next. An attempt moves it on, so that it is tried again if the process dies.</summary>
    public required long DueUtc { get; init; }
    public long? SentUtc { get; init; }

    /// <summary>Why the last attempt failed.</summary>
    public string? Error { get; init; }
}
