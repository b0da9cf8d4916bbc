using System.Text;

namespace Bokgi.Host.Alerts.Channels;

/// <summary>The texts of an alert that all channels show, in the language of ALERT_LANGUAGE and the time zone of TZ.</summary>
internal sealed class AlertText(HostSettings settings)
{
    private const string Ellipsis = "…";

    private readonly bool isKorean = settings.Alerts.IsKorean;

    /// <summary>Says that a message was longer than its channel allows.</summary>
    public string TruncationNotice => Localize("… 너무 길어 잘렸습니다", "… cut, because it is too long");

    /// <summary>One line, such as <c>[위험] 백업 실패</c>.</summary>
    public string TitleLine(AlertMessage message) => $"[{SeverityWord(message)}] {ReplaceControlCharacters(Localize(message.Title))}";

    public string SeverityWord(AlertMessage message) =>
        (message.IsRecovery, message.Severity) switch
        {
            (true, _) => Localize("복구", "recovered"),
            (_, AlertSeverity.Critical) => Localize("위험", "critical"),
            (_, AlertSeverity.Warning) => Localize("주의", "warning"),
            _ => Localize("정보", "info"),
        };

    public string Label(AlertField field) => Localize(field.Label);

    public string Value(AlertField field) => Localize(field.KoreanValue ?? field.Value, field.Value);

    /// <summary>How often the alert was raised again since its last message; null if it was not.</summary>
    public string? RepeatsLine(AlertMessage message) =>
        message.Repeats > 0
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{Localize("지난 알림 이후 같은 일이 더 일어난 횟수", "further times since the last message")}: {message.Repeats}"
            )
            : null;

    /// <summary>The time of the alert and the environment, such as <c>2026-01-02 12:04:05 +09:00 · production</c>.</summary>
    public string ContextLine(AlertMessage message)
    {
        var time = TimeZoneInfo
            .ConvertTime(message.Time, settings.TimeZone)
            .ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);
        return $"{time} · {settings.Environment}";
    }

    /// <summary>Escapes the characters that mean markup in HTML, in Slack and in Telegram.</summary>
    /// <param name="text">The plain text.</param>
    /// <param name="maximumLength">The maximum length of the result; a longer one is cut and ends with an ellipsis.</param>
    public static string Escape(string text, int maximumLength = int.MaxValue)
    {
        var escaped = new StringBuilder();
        var fittingLength = 0; // of the longest beginning that leaves room for the ellipsis
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                _ => escaped.Append(rune.ToString()),
            };
            if (escaped.Length > maximumLength)
                return escaped.ToString(0, fittingLength) + Ellipsis;
            if (escaped.Length <= maximumLength - Ellipsis.Length)
                fittingLength = escaped.Length;
        }

        return escaped.ToString();
    }

    /// <summary>Replaces line breaks and other control characters by spaces, because they must not reach a title or a mail header.</summary>
    public static string ReplaceControlCharacters(string text) =>
        string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));

    private string Localize(LocalizedText text) => isKorean ? text.Ko : text.En;

    private string Localize(string ko, string en) => isKorean ? ko : en;
}
