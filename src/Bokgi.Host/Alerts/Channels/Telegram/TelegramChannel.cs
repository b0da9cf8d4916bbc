using System.Text.Json.Nodes;

namespace Bokgi.Host.Alerts.Channels.Telegram;

/// <summary>Sends alerts to a chat of Telegram through a bot (core.telegram.org/bots/api#sendmessage).</summary>
internal sealed class TelegramChannel(TelegramSettings settings, AlertText text, TimeProvider clock) : IAlertChannel, IDisposable
{
    private readonly ChannelHttp http = new("TELEGRAM_BOT_TOKEN and TELEGRAM_CHAT_ID", clock);
    private readonly Uri address = new(settings.Url, $"/bot{settings.Token}/sendMessage");

    public string Name => "telegram";

    public Task SendAsync(AlertMessage message, CancellationToken cancel)
    {
        var body = new JsonObject
        {
            ["chat_id"] = settings.ChatId,
            ["text"] = new TelegramText(text).Create(message),
            ["parse_mode"] = "HTML",
            ["link_preview_options"] = new JsonObject { ["is_disabled"] = true },
        };
        return http.PostAsync(address, body, ReadFailure, cancel);
    }

    public void Dispose() => http.Dispose();

    private ChannelFailure ReadFailure(string body)
    {
        try
        {
            using var answer = JsonDocument.Parse(body);
            return new ChannelFailure(ReadReason(answer.RootElement), ReadRetryAfter(answer.RootElement));
        }
        catch (JsonException)
        {
            return default;
        }
    }

    // The reason is shown to users, so one that contains the bot's secret token is dropped.
    private string? ReadReason(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object
        && answer.TryGetProperty("description", out var description)
        && description.ValueKind == JsonValueKind.String
        && description.GetString() is { } reason
        && !reason.Contains(settings.Token, StringComparison.Ordinal)
            ? Problems.SanitizeForMessage(AlertText.ReplaceControlCharacters(reason))
            : null;

    private static TimeSpan? ReadRetryAfter(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object
        && answer.TryGetProperty("parameters", out var parameters)
        && parameters.ValueKind == JsonValueKind.Object
        && parameters.TryGetProperty("retry_after", out var pause)
        && pause.ValueKind == JsonValueKind.Number
        && pause.TryGetInt32(out var seconds)
        && seconds >= 0
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
