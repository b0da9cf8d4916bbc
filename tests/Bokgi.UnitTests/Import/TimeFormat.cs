using System.Globalization;

namespace Bokgi.UnitTests.Import;

/// <summary>A way to write times: as epochs or as text, with or without a zone.</summary>
/// <param name="Write">Writes a time given in microseconds UTC.</param>
/// <param name="Zone">The zone to specify when such times are imported; null if none is needed.</param>
/// <param name="IsSplit">Whether the date and the time of day are written in two columns.</param>
internal sealed record TimeFormat(Func<long, string> Write, string? Zone = null, bool IsSplit = false)
{
    private const int KoreanOffsetMinutes = 540;

    /// <summary>Picks a format at random.</summary>
    public static TimeFormat PickRandom(Random random)
    {
        var offsetMinutes = random.Next(-12, 15) * 60;
        var zone = FormattableString.Invariant($"{(offsetMinutes < 0 ? '-' : '+')}{Math.Abs(offsetMinutes) / 60:00}:00");
        return random.Next(14) switch
        {
            0 => new(utc => (utc / 1_000_000).ToString(CultureInfo.InvariantCulture)),
            1 => new(utc => (utc / 1_000).ToString(CultureInfo.InvariantCulture)),
            2 => new(utc => utc.ToString(CultureInfo.InvariantCulture)),
            3 => new(utc => (utc * 1_000).ToString(CultureInfo.InvariantCulture)),
            4 => new(utc => $"{utc / 1_000_000}.0"),
            5 => FromPattern("yyyy-MM-dd'T'HH:mm:ss'Z'", 0),
            6 => FromPattern($"yyyy-MM-dd HH:mm:ss'{zone}'", offsetMinutes),
            7 => FromPattern("yyyy-MM-dd HH:mm:ss", KoreanOffsetMinutes),
            8 => FromPattern("yyyy/MM/dd HH:mm", offsetMinutes, zone),
            9 => FromPattern("yyyy.MM.dd HH:mm:ss", 0, "UTC"),
            10 => FromPattern("yyyyMMddHHmmss", KoreanOffsetMinutes),
            11 => FromPattern("yyyy-M-d H:mm' KST'", KoreanOffsetMinutes),
            12 => new(WriteWithKoreanAmPm),
            _ => FromPattern("yyyy-MM-dd HH:mm:ss", KoreanOffsetMinutes) with { IsSplit = true },
        };
    }

    // For example 2024-01-01 오후 3:00:00.
    private static string WriteWithKoreanAmPm(long utc)
    {
        var local = RandomFile.LocalTime(utc, KoreanOffsetMinutes);
        return $"{local:yyyy-MM-dd} {(local.Hour < 12 ? "오전" : "오후")} {(local.Hour + 11) % 12 + 1}:{local:mm:ss}";
    }

    private static TimeFormat FromPattern(string format, int offsetMinutes, string? zone = null) =>
        new(utc => RandomFile.LocalTime(utc, offsetMinutes).ToString(format, CultureInfo.InvariantCulture), zone);
}
