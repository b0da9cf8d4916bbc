using System.Net;

namespace Bokgi.Host.Platform.Settings;

/// <summary>The channels that alerts are sent through. A channel that is off is null, and its other settings are not checked.</summary>
internal sealed class ChannelSettings(SettingReader reader)
{
    /// <summary>The incoming webhook of Slack. The address is a secret.</summary>
    public Uri? SlackUrl { get; } = ReadSlack(reader);

    public EmailSettings? Email { get; } = EmailSettings.Read(reader);

    public TelegramSettings? Telegram { get; } = TelegramSettings.Read(reader);

    /// <summary>Receives alerts as JSON. The address is a secret.</summary>
    public Uri? WebhookUrl { get; } = ReadWebhook(reader);

    /// <summary>Null if the text is not an HTTP address without user and password.</summary>
    public static Uri? ParseAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", Host.Length: > 0, UserInfo: "" }
            ? url
            : null;

    /// <summary>Whether a secret may be sent to an address, because the connection uses TLS or stays within this machine.</summary>
    public static bool MayReceiveSecrets(Uri url) => url.Scheme == Uri.UriSchemeHttps || IsLoopback(url.Host);

    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    // The messages show no address, because it contains the secret.
    private static Uri? ReadSlack(SettingReader reader)
    {
        const string name = "SLACK_WEBHOOK_URL";
        var isEnabled = reader.Flag("SLACK_ENABLED", false, "true sends alerts to Slack");
        var text = reader.Secret(name, "incoming webhook of Slack, such as https://hooks.slack.com/services/...");
        if (!isEnabled)
            return null;
        if (ParseAddress(text) is { } url && MayReceiveSecrets(url))
            return url;
        reader.Errors.Add(
            name,
            text.Length == 0
                ? $"{name} is missing; create an incoming webhook in Slack and set its address, or set SLACK_ENABLED=false"
                : $"{name} cannot be used; copy the address from Slack, such as https://hooks.slack.com/services/..."
        );
        return null;
    }

    private static Uri? ReadWebhook(SettingReader reader)
    {
        const string name = "WEBHOOK_URL";
        var text = reader.Secret(name, "address that receives alerts as JSON by POST; none when empty");
        if (text.Length == 0)
            return null;
        if (ParseAddress(text) is { } url)
            return url;
        reader.Errors.Add(
            name,
            $"{name} cannot be read; write it as https://host/path, without user and password, or leave it out to send nothing there"
        );
        return null;
    }
}
