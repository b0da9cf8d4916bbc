namespace Bokgi.Host.Alerts.Store;

/// <summary>Values are stored by name: add values, but never rename or remove any.</summary>
internal enum DeliveryState
{
    Queued,
    Sent,

    /// <summary>Given up.</summary>
    Failed,
}
