namespace Bokgi.Host.Platform.Settings;

/// <summary>Which alerts are sent, in which language, and at which times of day only critical ones are sent.</summary>
internal sealed class AlertSettings(SettingReader reader)
{
    private static readonly string[] Kinds = ["health", "backup", "performance", "task", "session", "daily"];

    public bool IsKorean { get; } = ReadLanguage(reader) == "ko";

    /// <summary>Times of day in the time zone of TZ, between which only critical alerts are sent; null if there are no quiet hours.</summary>
    public (TimeOnly From, TimeOnly Until)? QuietHours { get; } = ReadQuietHours(reader);

    /// <summary>Kinds that are not sent, in snake case.</summary>
    public IReadOnlyList<string> Muted { get; } = ReadMuted(reader);

    private static string[] ReadMuted(SettingReader reader)
    {
        const string name = "ALERT_MUTED";
        var muted = reader.List(name, $"kinds of alerts that are not sent, separated by commas: {string.Join(", ", Kinds)}");
        foreach (var unknown in muted.Except(Kinds, StringComparer.Ordinal))
            reader.Errors.Add(
                name,
                $"{name} cannot contain '{Problems.SanitizeForMessage(unknown)}'; give some of {string.Join(", ", Kinds)}"
            );
        return muted;
    }

    private static string ReadLanguage(SettingReader reader)
    {
        const string name = "ALERT_LANGUAGE";
        var text = reader.Text(name, "ko", "language of alerts, ko or en");
        if (text is not ("ko" or "en"))
            reader.Errors.Add(name, $"{name} cannot be '{Problems.SanitizeForMessage(text)}'; give ko or en");
        return text;
    }

    private static (TimeOnly From, TimeOnly Until)? ReadQuietHours(SettingReader reader)
    {
        const string name = "ALERT_QUIET_HOURS";
        var text = reader.Optional(
            name,
            "times of day between which only critical alerts are sent, by TZ, such as 23:00-07:00; the others follow afterwards"
        );
        if (text.Length == 0)
            return null;
        if (
            text.Split('-') is [var from, var until]
            && TimeOnly.TryParseExact(from, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var start)
            && TimeOnly.TryParseExact(until, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var end)
            && start != end
        )
            return (start, end);
        reader.Errors.Add(name, $"{name} cannot be '{Problems.SanitizeForMessage(text)}'; write it as 23:00-07:00");
        return null;
    }
}
