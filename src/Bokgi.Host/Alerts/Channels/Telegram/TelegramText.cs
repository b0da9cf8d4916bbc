using System.Text;

namespace Bokgi.Host.Alerts.Channels.Telegram;

/// <summary>
/// Formats an alert as a message in Telegram's HTML. Fields that would exceed Telegram's maximum length are left out, and a last line says so.
/// </summary>
internal sealed class TelegramText(AlertText text)
{
    private const int MaximumLength = 4_096;
    private const int MaximumTitleLength = 1_000;
    private const int MaximumContextLength = 300;

    // If fewer characters remain for a field, it is left out rather than cut.
    private const int MinimumCutLength = 20;

    public string Create(AlertMessage message)
    {
        var end = CreateEnd(message);
        var html = new StringBuilder($"<b>{AlertText.Escape(text.TitleLine(message), MaximumTitleLength)}</b>\n");
        var room = MaximumLength - end.Length - text.TruncationNotice.Length - "\n".Length;
        foreach (var field in message.Fields)
        {
            var line = $"{text.Label(field)}: {text.Value(field)}";
            var remaining = room - html.Length - "\n".Length;
            var escaped = remaining < MinimumCutLength ? string.Empty : AlertText.Escape(line, remaining);
            var isCut = escaped.Length == 0 || escaped.Length < AlertText.Escape(line).Length;
            if (escaped.Length > 0)
                html.Append(escaped).Append('\n');
            if (!isCut)
                continue;
            html.Append(text.TruncationNotice).Append('\n');
            break;
        }

        return html.Append(end).ToString();
    }

    private string CreateEnd(AlertMessage message)
    {
        var context = AlertText.Escape(text.ContextLine(message), MaximumContextLength);
        return text.RepeatsLine(message) is { } repeats ? $"{repeats}\n{context}" : context;
    }
}
