namespace Bokgi.Host.Alerts.Store;

/// <summary>The delivery of a message through one channel. Times are microseconds UTC.</summary>
internal sealed class AlertDeliveryRow
{
    public long Number { get; init; }
    public long AlertNumber { get; init; }
    public required string Channel { get; init; }
    public required DeliveryState State { get; init; }
    public int Attempts { get; init; }

    /// <summary>
    /// When the next attempt is due. A server moves this time forward before it attempts the delivery: if that server dies, another attempt
    /// follows.
    /// </summary>
    public required long DueUtc { get; init; }
    public long? SentUtc { get; init; }

    /// <summary>Why the last attempt failed.</summary>
    public string? Error { get; init; }
}
