using System.Globalization;
using System.Text.RegularExpressions;
using Bokgi.Markets;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>A fixed zone that stamps without one are read in.</summary>
internal sealed partial record SourceZone(string Name, long OffsetMicroseconds)
{
    public static SourceZone Kst { get; } = new("KST", KoreanTime.OffsetMicroseconds);

    public static SourceZone Utc { get; } = new("UTC", 0);

    // Those that are the same all year and mean one thing.
    private static readonly SourceZone[] Known =
    [
        new("JST", 9 * UnixTime.MicrosecondsPerHour),
        new("HKT", 8 * UnixTime.MicrosecondsPerHour),
        new("SGT", 8 * UnixTime.MicrosecondsPerHour),
        new("MSK", 3 * UnixTime.MicrosecondsPerHour),
    ];

    private static readonly string[] Foreign =
    [
        .. "CET EST EDT ET CST CDT CT MST MDT MT PST PDT PT CEST BST WET WEST EET EEST IST AEST AEDT ART BRT NST NPT ICT WIB".Split(' '),
    ];

    /// <exception cref="LakeException">The text is no zone.</exception>
    public static SourceZone Parse(string text)
    {
        var name = text.Trim().ToUpperInvariant();
        if (name is "KST" or "ASIA/SEOUL")
            return Kst;
        if (name is "UTC" or "Z" or "GMT")
            return Utc;
        if (
            TimeSpan.TryParseExact(name, [@"\+hh\:mm", @"\-hh\:mm"], CultureInfo.InvariantCulture, out var offset)
            && offset.TotalHours <= 14
        )
            return new SourceZone(name, (name[0] == '-' ? -offset.Ticks : offset.Ticks) / TimeSpan.TicksPerMicrosecond);
        throw new LakeException(LakeErrorKind.InvalidInput, $"'{text}' is not a zone; use KST, UTC or an offset such as +09:00");
    }

    /// <summary>The zone a column's own name speaks of, as in <c>candle_date_time_utc</c>, <c>캔들기준시간(KST 기준)</c> and <c>Time (UTC+9)</c>.</summary>
    public static SourceZone? OfColumn(string name) =>
        name.Contains("kst", StringComparison.OrdinalIgnoreCase) ? Kst
        : Offset().Match(name) is { Success: true } match ? OfOffset(match)
        : name.Contains("utc", StringComparison.OrdinalIgnoreCase) || name.Contains("gmt", StringComparison.OrdinalIgnoreCase) ? Utc
        : Array.Find(
            Known,
            zone => Words().Matches(name).Any(word => word.ValueSpan.Equals(zone.Name, StringComparison.OrdinalIgnoreCase))
        );

    /// <summary>The zone in a column's name whose distance from UTC is not known here, as <c>EST</c> in <c>Time (EST)</c>; null when there is none.</summary>
    public static string? ForeignIn(string name) =>
        Words()
            .Matches(name)
            .Select(word => word.Value)
            .FirstOrDefault(word => OfColumn(name) is null && Foreign.Contains(word, StringComparer.OrdinalIgnoreCase));

    /// <summary>The zone of which a line before the first row speaks, as in <c>Timestamps are UTC timezone</c>.</summary>
    public static SourceZone? OfRemark(string line) =>
        Array.Find(
            [Kst, Utc],
            zone => Words().Matches(line).Any(word => word.ValueSpan.Equals(zone.Name, StringComparison.OrdinalIgnoreCase))
        );

    private static SourceZone OfOffset(Match match)
    {
        var minutes = match.Groups["minutes"] is { Success: true } told ? int.Parse(told.ValueSpan, CultureInfo.InvariantCulture) : 0;
        var ahead =
            ((int.Parse(match.Groups["hours"].ValueSpan, CultureInfo.InvariantCulture) * 60L) + minutes)
            * 60
            * UnixTime.MicrosecondsPerSecond;
        return new SourceZone(match.Value.ToUpperInvariant(), match.Groups["sign"].ValueSpan is "+" ? ahead : -ahead);
    }

    [GeneratedRegex(
        @"(utc|gmt)\s*(?<sign>[+-])(?<hours>1[0-4]|0?[0-9])(:?(?<minutes>[0-5][0-9]))?\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Offset();

    [GeneratedRegex("[A-Za-z]+", RegexOptions.NonBacktracking)]
    private static partial Regex Words();
}
