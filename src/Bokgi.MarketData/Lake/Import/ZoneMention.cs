using System.Globalization;
using System.Text.RegularExpressions;
using Bokgi.Markets;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>The time zone that a text mentions: a known one, or one that the user must clarify.</summary>
/// <param name="Zone">The zone; null when the text mentions none or an unknown one.</param>
/// <param name="Unclear">The words that mention an unknown zone, or the zones when there are several; null when there are none.</param>
internal readonly partial record struct ZoneMention(SourceZone? Zone, string? Unclear)
{
    // Unambiguous zones without daylight saving time.
    private static readonly (string Words, SourceZone Zone)[] KnownZones =
    [
        ("KST|Korean?|Seoul|한국|서울", SourceZone.Kst),
        ("UTC|GMT|협정\\s?세계시|세계\\s?표준시", SourceZone.Utc),
        ("JST", new("JST", 9 * UnixTime.MicrosecondsPerHour)),
        ("HKT", new("HKT", 8 * UnixTime.MicrosecondsPerHour)),
        ("SGT", new("SGT", 8 * UnixTime.MicrosecondsPerHour)),
        ("MSK", new("MSK", 3 * UnixTime.MicrosecondsPerHour)),
    ];

    private static readonly string[] UnclearNames =
    [
        .. "CET EST EDT ET CST CDT CT MST MDT MT PST PDT PT CEST BST WET WEST EET EEST IST AEST AEDT ART BRT NST NPT ICT WIB".Split(' '),
    ];

    // Words that may appear in brackets after a time column's name and are not a zone.
    private static readonly string[] NonZoneWords =
    [
        .. "time times timestamp zone timezone standard open opening start begin of bar candle date datetime unix epoch s ms us ns sec".Split(
            ' '
        ),
        .. "secs second seconds millis milliseconds microseconds nanoseconds iso 기준 시간 시각 표준시 시가 시작 일봉 분봉 시간봉 봉 초 밀리초".Split(
            ' '
        ),
    ];

    public static ZoneMention None => default;

    /// <summary>
    /// The zone in a column's name: <c>candle_date_time_utc</c>, <c>캔들기준시간(KST 기준)</c>, <c>Time (UTC+9)</c>, <c>Time (EST)</c>.
    /// </summary>
    public static ZoneMention FromColumnName(string name)
    {
        if (name.Length == 0)
            return None;
        var text = NormalizeDashes(name);
        var zones = ExtractZones(ref text);
        // In a name without spaces, a zone may be part of a longer word: datetime_utc, TimeKST.
        foreach (var (part, zone) in ((string, SourceZone)[])[("kst", SourceZone.Kst), ("utc", SourceZone.Utc), ("gmt", SourceZone.Utc)])
        {
            if (zones.Count == 0 && text.Contains(part, StringComparison.OrdinalIgnoreCase))
                zones.Add(zone);
        }

        return Create(zones, Word().Matches(text).Select(word => word.Value).FirstOrDefault(IsUnclearName) ?? FindUnknownInBrackets(text));
    }

    /// <summary>The zone in a comment line before the first row: <c>Timestamps are UTC timezone</c>. Ignores web addresses.</summary>
    public static ZoneMention FromComment(string line)
    {
        var text = NormalizeDashes(Address().Replace(line, " "));
        var zones = ExtractZones(ref text);
        return Create(zones, Location().Match(text) is { Success: true } location ? location.Value : null);
    }

    /// <summary>The zone in a text that should be only a zone: <c>UTC</c>, <c>+09:00</c>, <c>Asia/Seoul</c>, <c>America/New_York</c>.</summary>
    public static ZoneMention FromValue(string value)
    {
        var text = NormalizeDashes(value);
        var zones = ExtractZones(ref text);
        return Create(zones, string.IsNullOrWhiteSpace(text) ? null : CellExcerpt.Sanitize(value.Trim()));
    }

    /// <summary>Combines the mentions of two texts.</summary>
    public ZoneMention CombineWith(ZoneMention other) =>
        Unclear is not null || other == None ? this
        : this == None || Zone!.OffsetMicroseconds == other.Zone?.OffsetMicroseconds ? other
        : new ZoneMention(null, other.Unclear ?? $"{Zone!.Name}, {other.Zone!.Name}");

    private static ZoneMention Create(List<SourceZone> zones, string? unclear)
    {
        var distinct = zones.DistinctBy(zone => zone.OffsetMicroseconds).ToList();
        return unclear is not null ? new ZoneMention(null, unclear)
            : distinct.Count > 1 ? new ZoneMention(null, string.Join(", ", distinct.Select(zone => zone.Name)))
            : new ZoneMention(distinct.FirstOrDefault(), null);
    }

    // Removes recognized zones from the text and returns them. Unknown locations stay in the text.
    private static List<SourceZone> ExtractZones(ref string text)
    {
        var zones = new List<SourceZone>();
        text = Location().Replace(text, match => CollectZone(zones, FromLocation(match.Value), match.Value));
        text = Offset().Replace(text, match => CollectZone(zones, FromOffset(match), match.Value));
        foreach (var (words, zone) in KnownZones)
            text = Regex.Replace(
                text,
                $"(?<![A-Za-z가-힣])({words})(?![A-Za-z])",
                match => CollectZone(zones, zone, match.Value),
                RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
                TimeSpan.FromSeconds(1)
            );
        return zones;
    }

    // Adds a recognized zone to the list. Returns the replacement for the matched text: a space, or the same text if the zone is unknown.
    private static string CollectZone(List<SourceZone> zones, SourceZone? zone, string text)
    {
        if (zone is null)
            return text;
        zones.Add(zone);
        return " ";
    }

    private static SourceZone? FromLocation(string location) =>
        location.ToUpperInvariant() switch
        {
            "ASIA/SEOUL" => SourceZone.Kst,
            "ETC/UTC" or "ETC/GMT" => SourceZone.Utc,
            "ASIA/TOKYO" => new SourceZone("Asia/Tokyo", 9 * UnixTime.MicrosecondsPerHour),
            "ASIA/SINGAPORE" or "ASIA/SHANGHAI" or "ASIA/HONG_KONG" => new SourceZone(location, 8 * UnixTime.MicrosecondsPerHour),
            _ => null,
        };

    private static SourceZone? FromOffset(Match match)
    {
        var minutes = match.Groups["minutes"] is { Success: true } group ? int.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : 0;
        var ahead =
            ((int.Parse(match.Groups["hours"].ValueSpan, CultureInfo.InvariantCulture) * 60L) + minutes)
            * 60
            * UnixTime.MicrosecondsPerSecond;
        return new SourceZone(match.Value.ToUpperInvariant(), match.Groups["sign"].ValueSpan is "+" ? ahead : -ahead);
    }

    private static bool IsUnclearName(string word) => UnclearNames.Contains(word, StringComparer.OrdinalIgnoreCase);

    private static string? FindUnknownInBrackets(string text)
    {
        foreach (Match brackets in Brackets().Matches(text))
        {
            var inside = brackets.Groups["inside"].Value;
            var mentionsNoZone = Word()
                .Matches(inside)
                .All(word => NonZoneWords.Contains(word.Value.ToLowerInvariant()) || IsPattern(word.Value));
            if (!mentionsNoZone)
                return CellExcerpt.Sanitize(inside.Trim());
        }

        return null;
    }

    // Whether the word is part of a pattern such as YYYY-MM-DD or HH:mm:ss.
    private static bool IsPattern(string word) =>
        word.All(letter => "YMDHS".Contains(char.ToUpperInvariant(letter), StringComparison.Ordinal));

    private static string NormalizeDashes(string text) => text.Replace('\u2212', '-').Replace('\u2013', '-');

    [GeneratedRegex(@"https?://[^\s,]*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Address();

    // Matches Asia/Seoul, but not a market such as BTC/USDT.
    [GeneratedRegex("[A-Z][a-z]+/[A-Z][A-Za-z]+(_[A-Z][a-z]+)*", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Location();

    [GeneratedRegex(
        @"(((utc|gmt)\s*(?<sign>[+-])(?<hours>1[0-4]|0?[0-9])(:?(?<minutes>[0-5][0-9]))?)|((?<sign>[+-])(?<hours>1[0-4]|0[0-9]):(?<minutes>[0-5][0-9])))(?![0-9])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Offset();

    [GeneratedRegex(@"[\(\[](?<inside>[^\)\]]*)[\)\]]", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Brackets();

    [GeneratedRegex(@"\p{L}+", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
