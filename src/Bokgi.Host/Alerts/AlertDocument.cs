using Bokgi.Host.Alerts.Store;

namespace Bokgi.Host.Alerts;

/// <summary>An alert and where it was sent.</summary>
/// <param name="Message">What it says.</param>
/// <param name="CreatedAt">When it was raised.</param>
/// <param name="Deliveries">Its delivery by each channel; empty if no channel was configured then.</param>
internal sealed record AlertDocument(
    AlertDocument.MessageDocument Message,
    string CreatedAt,
    IReadOnlyList<AlertDocument.DeliveryDocument> Deliveries
)
{
    public static AlertDocument Of(AlertRow row) =>
        new(
            MessageDocument.Of(JsonSerializer.Deserialize<AlertMessage>(row.Message, JsonFormat.Compact)!),
            UnixTime.Format(row.CreatedUtc),
            [.. row.Deliveries.OrderBy(delivery => delivery.Channel, StringComparer.Ordinal).Select(DeliveryDocument.Of)]
        );

    /// <param name="Kind">What it is about.</param>
    /// <param name="Severity">How urgent it is.</param>
    /// <param name="TitleKo">One line in Korean.</param>
    /// <param name="TitleEn">One line in English.</param>
    /// <param name="IsRecovery">Whether it says that the problem of an earlier alert is over.</param>
    /// <param name="Repeats">How often it also happened after the previous message, not counting this time.</param>
    /// <param name="Time">When it happened.</param>
    /// <param name="Fields">Its values by name.</param>
    internal sealed record MessageDocument(
        AlertKind Kind,
        AlertSeverity Severity,
        string TitleKo,
        string TitleEn,
        bool IsRecovery,
        int Repeats,
        string Time,
        IReadOnlyDictionary<string, string> Fields
    )
    {
        public static MessageDocument Of(AlertMessage message) =>
            new(
                message.Kind,
                message.Severity,
                message.Title.Ko,
                message.Title.En,
                message.IsRecovery,
                message.Repeats,
                UnixTime.Format(UnixTime.FromDateTime(message.Time.UtcDateTime)),
                message.Fields.ToDictionary(field => field.Name, field => field.Value)
            );
    }

    /// <param name="Channel">The channel.</param>
    /// <param name="State">Whether it is queued, sent or given up.</param>
    /// <param name="Attempts">How often it was tried.</param>
    /// <param name="SentAt">When it was sent.</param>
    /// <param name="Error">Why the last attempt failed.</param>
    internal sealed record DeliveryDocument(string Channel, DeliveryState State, int Attempts, string? SentAt, string? Error)
    {
        public static DeliveryDocument Of(AlertDeliveryRow row) =>
            new(row.Channel, row.State, row.Attempts, row.SentUtc is { } utc ? UnixTime.Format(utc) : null, row.Error);
    }
}
