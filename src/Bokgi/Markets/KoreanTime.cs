using System.Globalization;

namespace Bokgi.Markets;

/// <summary>Parses dates and times; text without a zone is KST.</summary>
/// <remarks>KST has been UTC+9 without summer time since 1988-10-09, before any coin was traded, so a fixed offset is exact.</remarks>
public static class KoreanTime
{
    /// <summary>How far KST is ahead of UTC, in microseconds.</summary>
    public const long OffsetMicroseconds = 9 * UnixTime.MicrosecondsPerHour;

    private const string FormatHint = "write it as 2024-01-31, 2024-01-31T09:00 (KST) or 2024-01-31T00:00Z";

    private static readonly string[] DateTimeFormats =
    [
        "yyyy-MM-dd'T'HH:mm",
        "yyyy-MM-dd'T'HH:mm:ss",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF",
        "yyyy-MM-dd HH:mm",
        "yyyy-MM-dd HH:mm:ss",
        "yyyy-MM-dd HH:mm:ss.FFFFFFF",
    ];

    /// <summary>Parses an instant. A date alone means 00:00; text without a zone is KST.</summary>
    /// <param name="text">ISO 8601, with <c>T</c> or a space between date and time.</param>
    /// <param name="utc">Microseconds since the Unix epoch, UTC.</param>
    /// <param name="error">One sentence that quotes the text and says how to fix it.</param>
    public static bool TryParse(string? text, out long utc, out string error) =>
        TryParse(text, OffsetMicroseconds, out utc, out _, out error);

    /// <summary>Parses an instant; text without a zone is taken to be <paramref name="defaultOffset"/> ahead of UTC.</summary>
    /// <param name="text">ISO 8601, with <c>T</c> or a space between date and time.</param>
    /// <param name="defaultOffset">Microseconds ahead of UTC, for text without a zone.</param>
    /// <param name="utc">Microseconds since the Unix epoch, UTC.</param>
    /// <param name="isDateOnly">Whether the text was a date alone.</param>
    /// <param name="error">One sentence that quotes the text and says how to fix it.</param>
    public static bool TryParse(string? text, long defaultOffset, out long utc, out bool isDateOnly, out string error)
    {
        var trimmed = text?.Trim() ?? string.Empty;
        error = string.Empty;
        isDateOnly = DateOnly.TryParseExact(trimmed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date);
        if (isDateOnly)
        {
            utc = UnixTime.FromDateTime(date.ToDateTime(TimeOnly.MinValue)) - defaultOffset;
            return true;
        }

        var (local, offset, isZoneValid) = SplitZone(trimmed, defaultOffset);
        if (
            isZoneValid && DateTime.TryParseExact(local, DateTimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed)
        )
        {
            utc = UnixTime.FromDateTime(parsed) - offset;
            return true;
        }

        utc = 0;
        error = $"'{TextExcerpt.Shorten(trimmed)}' is not a date or time; {FormatHint}";
        return false;
    }

    /// <summary>
    /// Parses a range with an inclusive end: an end date covers that whole KST day, and an end time is itself included.
    /// </summary>
    /// <param name="start">First instant, as <see cref="TryParse(string?, out long, out string)"/> reads it.</param>
    /// <param name="end">Last day, or last instant.</param>
    /// <param name="range">The half-open range in UTC.</param>
    /// <param name="error">One sentence that quotes the text and says how to fix it.</param>
    public static bool TryParseRange(string? start, string? end, out TimeRange range, out string error)
    {
        range = default;
        if (
            !TryParse(start, out var startUtc, out error)
            || !TryParse(end, OffsetMicroseconds, out var endUtc, out var isDateOnly, out error)
        )
            return false;

        range = new TimeRange(startUtc, endUtc + (isDateOnly ? UnixTime.MicrosecondsPerDay : 1));
        if (range.StartUtc < range.EndUtc)
            return true;

        error = $"the start '{start}' lies after the end '{end}'; swap them";
        return false;
    }

    // "…Z", "…+09:00" and "…+0900" give a zone. Only a sign after the date counts, because the date contains dashes.
    private static (string Local, long Offset, bool IsValid) SplitZone(string text, long defaultOffset)
    {
        const int dateLength = 10;

        if (text.EndsWith('Z') || text.EndsWith('z'))
            return (text[..^1], 0, true);

        var signIndex = text.LastIndexOfAny(['+', '-']);
        if (signIndex <= dateLength)
            return (text, defaultOffset, true);

        var zone = text[(signIndex + 1)..].Replace(":", string.Empty, StringComparison.Ordinal);
        if (zone.Length == 2)
            zone += "00";
        if (
            zone.Length != 4
            || !int.TryParse(zone, NumberStyles.None, CultureInfo.InvariantCulture, out var digits)
            || digits % 100 >= 60
            || digits > 1400 // no zone is further from UTC than 14 hours
        )
            return (text, 0, false);

        var minutes = (digits / 100 * 60) + (digits % 100);
        var offset = minutes * 60 * UnixTime.MicrosecondsPerSecond;
        return (text[..signIndex].TrimEnd(), text[signIndex] == '+' ? offset : -offset, true);
    }
}
