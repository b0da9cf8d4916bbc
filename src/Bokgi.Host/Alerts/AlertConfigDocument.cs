namespace Bokgi.Host.Alerts;

/// <summary>How alerts are sent.</summary>
/// <param name="Channels">Every channel there is, and whether it is switched on.</param>
/// <param name="Language">ko or en.</param>
/// <param name="QuietHours">When only critical alerts are sent, by TZ; null if there is no such time.</param>
/// <param name="Muted">Kinds that are not sent.</param>
internal sealed record AlertConfigDocument(
    IReadOnlyList<AlertConfigDocument.ChannelDocument> Channels,
    string Language,
    string? QuietHours,
    IReadOnlyList<string> Muted
)
{
    private static readonly string[] ChannelNames = ["slack", "email", "telegram", "webhook"];

    public static AlertConfigDocument Of(AlertSettings settings, IEnumerable<IAlertChannel> channels)
    {
        var enabled = channels.Select(channel => channel.Name).ToHashSet(StringComparer.Ordinal);
        return new AlertConfigDocument(
            [.. ChannelNames.Select(name => new ChannelDocument(name, enabled.Contains(name)))],
            settings.IsKorean ? "ko" : "en",
            settings.QuietHours is var (from, until) ? string.Create(CultureInfo.InvariantCulture, $"{from:HH:mm}-{until:HH:mm}") : null,
            settings.Muted
        );
    }

    /// <param name="Name">Its name.</param>
    /// <param name="IsEnabled">Whether it is switched on.</param>
    internal sealed record ChannelDocument(string Name, bool IsEnabled);
}
