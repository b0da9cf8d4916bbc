namespace Bokgi.Host.Alerts.Store;

/// <summary>The state of the delivery of an alert. Values are stored by name: add values, but never rename or remove any.</summary>
internal enum DeliveryState
{
    Queued,
    Sent,

    /// <summary>The last attempt failed, and no other follows.</summary>
    Failed,
}
