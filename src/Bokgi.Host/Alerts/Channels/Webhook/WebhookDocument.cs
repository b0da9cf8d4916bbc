namespace Bokgi.Host.Alerts.Channels.Webhook;

/// <summary>The JSON of an alert, for programs: the title in Korean and English, the time in UTC, and the fields by name.</summary>
internal sealed record WebhookDocument(
    AlertKind Kind,
    AlertSeverity Severity,
    LocalizedText Title,
    bool IsRecovery,
    int Repeats,
    DateTime Time,
    string Environment,
    IReadOnlyDictionary<string, string> Fields
)
{
    /// <summary>Fields of the same name become one field, with one value per line.</summary>
    public static WebhookDocument Create(AlertMessage message, string environment) =>
        new(
            message.Kind,
            message.Severity,
            message.Title,
            message.IsRecovery,
            message.Repeats,
            message.Time.UtcDateTime,
            environment,
            message
                .Fields.GroupBy(field => field.Name)
                .ToDictionary(group => group.Key, group => string.Join('\n', group.Select(field => field.Value)))
        );
}
