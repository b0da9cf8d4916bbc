namespace Bokgi.Markets;

/// <summary>The length of a candle. The set of instances is fixed, so compare by reference.</summary>
/// <remarks>In names, <c>M</c> means minutes and <c>MO</c> months.</remarks>
public sealed class Timeframe
{
    private const double SecondsPerYear = 365 * 86_400.0;

    private readonly int months; // 0 if every bar has the same length

    private Timeframe(string name, long seconds, double barsPerYear, int months = 0)
    {
        Name = name;
        NominalMicroseconds = seconds * UnixTime.MicrosecondsPerSecond;
        BarsPerYear = barsPerYear;
        this.months = months;
    }

    /// <summary>One minute.</summary>
    public static Timeframe OneMinute { get; } = FromSeconds("1M", 60);

    /// <summary>One hour.</summary>
    public static Timeframe OneHour { get; } = FromSeconds("1H", 3_600);

    /// <summary>One day, from 00:00 UTC (09:00 KST).</summary>
    public static Timeframe OneDay { get; } = FromSeconds("1D", 86_400);

    /// <summary>One calendar month.</summary>
    public static Timeframe OneMonth { get; } = new("1MO", 30 * 86_400, 12, months: 1);

    /// <summary>Every timeframe, shortest first.</summary>
    public static IReadOnlyList<Timeframe> All { get; } =
    [
        FromSeconds("1S", 1),
        OneMinute,
        FromSeconds("3M", 180),
        FromSeconds("5M", 300),
        FromSeconds("10M", 600),
        FromSeconds("15M", 900),
        FromSeconds("30M", 1_800),
        OneHour,
        FromSeconds("4H", 14_400),
        OneDay,
        FromSeconds("1W", 7 * 86_400),
        OneMonth,
    ];

    /// <summary>The canonical spelling, for example <c>1H</c>.</summary>
    public string Name { get; }

    /// <summary>Microseconds from a bar's open to its end. For a month this is 30 days; <see cref="EndOf"/> is exact.</summary>
    public long NominalMicroseconds { get; }

    /// <summary>Bars in a year of 365 days without gaps; used to annualize per-bar figures.</summary>
    public double BarsPerYear { get; }

    /// <summary>Parses a timeframe, ignoring case.</summary>
    /// <param name="text">The name, for example <c>1H</c>.</param>
    /// <param name="timeframe">The timeframe; an arbitrary one if false is returned, only so that it is never null.</param>
    /// <param name="error">One sentence that quotes the text and lists the timeframes; empty if true is returned.</param>
    public static bool TryParse(string? text, out Timeframe timeframe, out string error)
    {
        var name = text?.Trim().ToUpperInvariant() ?? string.Empty;
        var found = All.FirstOrDefault(candidate => candidate.Name == name);
        timeframe = found ?? OneDay;
        error = found is null
            ? $"'{TextExcerpt.Shorten(text)}' is not a timeframe; use one of {string.Join(", ", All)} (M is minutes, MO months)"
            : string.Empty;
        return found is not null;
    }

    /// <summary>Parses a timeframe that is known to be valid.</summary>
    /// <exception cref="FormatException">The text is not a timeframe.</exception>
    public static Timeframe Parse(string text) =>
        TryParse(text, out var timeframe, out var error) ? timeframe : throw new FormatException(error);

    /// <summary>The end of the bar that opens at <paramref name="openUtc"/>, which is also the earliest open of the next bar.</summary>
    /// <param name="openUtc">Microseconds since the Unix epoch, UTC.</param>
    public long EndOf(long openUtc) =>
        months == 0 ? openUtc + NominalMicroseconds : UnixTime.FromDateTime(UnixTime.ToDateTime(openUtc).AddMonths(months));

    /// <summary>
    /// The open of the bar that contains <paramref name="timeUtc"/>. Bars are counted from 00:00 UTC; weeks start on Monday, months on the
    /// first.
    /// </summary>
    /// <param name="timeUtc">Microseconds since the Unix epoch, UTC.</param>
    public long OpenOf(long timeUtc)
    {
        if (months != 0)
        {
            var date = UnixTime.ToDateTime(timeUtc);
            return UnixTime.FromDateTime(new DateTime(date.Year, date.Month, 1, 0, 0, 0, DateTimeKind.Utc));
        }

        // The epoch was a Thursday; the first week opens on Monday 1970-01-05.
        var origin = Name == "1W" ? 4 * UnixTime.MicrosecondsPerDay : 0;
        var offset = (timeUtc - origin) % NominalMicroseconds;
        return timeUtc - (offset < 0 ? offset + NominalMicroseconds : offset);
    }

    /// <summary>The number of bars from one open time (included) to a later one (excluded).</summary>
    /// <param name="openUtc">Microseconds since the Unix epoch, UTC.</param>
    /// <param name="laterUtc">Microseconds since the Unix epoch, UTC.</param>
    public long BarsBetween(long openUtc, long laterUtc)
    {
        if (months == 0)
            return (laterUtc - openUtc) / NominalMicroseconds;
        var (from, to) = (UnixTime.ToDateTime(openUtc), UnixTime.ToDateTime(laterUtc));
        return (((to.Year - from.Year) * 12) + to.Month - from.Month) / months;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static Timeframe FromSeconds(string name, long seconds) => new(name, seconds, SecondsPerYear / seconds);
}
