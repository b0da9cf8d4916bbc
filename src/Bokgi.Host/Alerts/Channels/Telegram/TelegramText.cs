using System.Text;

namespace Bokgi.Host.Alerts.Channels.Telegram;

/// <summary>An alert as the HTML of Telegram. What does not fit is left out, and the text says so.</summary>
internal sealed class TelegramText(AlertText text)
{
    private const int MaximumLength = 4_096;
    private const int MaximumTitleLength = 1_000;
    private const int MaximumContextLength = 300;

    // Shorter pieces of a value are not worth showing.
    private const int ShortestPiece = 20;

    public string Create(AlertMessage message)
    {
        var end = End(message);
        var html = new StringBuilder($"<b>{AlertText.Escape(text.TitleLine(message), MaximumTitleLength)}</b>\n");
        var room = MaximumLength - end.Length - text.CutLine.Length - "\n".Length;
        foreach (var field in message.Fields)
        {
            var line = $"{text.Label(field)}: {text.Value(field)}";
            var remaining = room - html.Length - "\n".Length;
            var escaped = remaining < ShortestPiece ? string.Empty : AlertText.Escape(line, remaining);
            var isCut = escaped.Length == 0 || escaped.Length < AlertText.Escape(line).Length;
            if (escaped.Length > 0)
                html.Append(escaped).Append('\n');
            if (!isCut)
                continue;
            html.Append(text.CutLine).Append('\n');
            break;
        }

        return html.Append(end).ToString();
    }

    private string End(AlertMessage message)
    {
        var context = AlertText.Escape(text.ContextLine(message), MaximumContextLength);
        return text.RepeatsLine(message) is { } repeats ? $"{repeats}\n{context}" : context;
    }
}
