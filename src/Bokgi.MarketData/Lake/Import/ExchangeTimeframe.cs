using System.Globalization;
using Bokgi.Markets;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>
/// Parses timeframes as exchanges and people write them: <c>1h</c>, <c>60m</c>, <c>240</c>, <c>minutes/60</c>, <c>1d</c>, <c>day</c>.
/// </summary>
internal static class ExchangeTimeframe
{
    private const long Minute = 60 * UnixTime.MicrosecondsPerSecond;

    private static readonly (string Unit, long Microseconds)[] Units =
    [
        ("s", UnixTime.MicrosecondsPerSecond),
        ("sec", UnixTime.MicrosecondsPerSecond),
        ("m", Minute),
        ("min", Minute),
        ("minute", Minute),
        ("minutes", Minute),
        ("h", 60 * Minute),
        ("hour", 60 * Minute),
        ("d", UnixTime.MicrosecondsPerDay),
        ("day", UnixTime.MicrosecondsPerDay),
        ("w", 7 * UnixTime.MicrosecondsPerDay),
        ("week", 7 * UnixTime.MicrosecondsPerDay),
    ];

    private static readonly (string Word, Timeframe Timeframe)[] Words =
    [
        ("hourly", Timeframe.OneHour),
        ("daily", Timeframe.OneDay),
        ("weekly", Timeframe.Parse("1W")),
        ("monthly", Timeframe.OneMonth),
    ];

    /// <summary>Parses a length with a unit; null when the length is not supported or the text has no unit.</summary>
    /// <param name="text">The text. <c>1M</c> is a minute, as in the lake; see <see cref="IsAmbiguous"/>.</param>
    public static Timeframe? Parse(string text)
    {
        var spelling = text.Trim().ToLowerInvariant().Replace("/", string.Empty, StringComparison.Ordinal);
        if (Array.Find(Words, candidate => candidate.Word == spelling) is (not null, var timeframe))
            return timeframe;
        if (spelling is "1mo" or "1mon" or "1month" or "month" or "months")
            return Timeframe.OneMonth;

        return LengthOf(spelling) is { } length ? FromLength(length) : null;
    }

    /// <summary>
    /// The length in microseconds of a text such as <c>2h</c>, whether or not the lake supports such bars; null when it is not a length.
    /// </summary>
    public static long? LengthOf(string text)
    {
        var spelling = text.Trim().ToLowerInvariant().Replace("/", string.Empty, StringComparison.Ordinal);
        if (Array.Find(Words, candidate => candidate.Word == spelling) is (not null, var timeframe))
            return timeframe.NominalMicroseconds;
        if (spelling is "1mo" or "1mon" or "1month" or "month" or "months")
            return Timeframe.OneMonth.NominalMicroseconds;
        var digits = string.Concat(spelling.Where(char.IsAsciiDigit));
        var unit = string.Concat(spelling.Where(letter => !char.IsAsciiDigit(letter)));
        var (name, length) = Array.Find(Units, candidate => candidate.Unit == unit || candidate.Unit + "s" == unit);
        var isWellFormed = spelling == digits + unit || spelling == unit + digits;
        var lacksNumber = digits.Length == 0 && name?.Length < 3; // "hour" alone means one hour, "h" means nothing
        if (name is null || !isWellFormed || lacksNumber || digits.Length > 6)
            return null;

        var count = digits.Length == 0 ? 1 : long.Parse(digits, CultureInfo.InvariantCulture);
        return count * length;
    }

    /// <summary>Parses a bare number of minutes, as in Upbit's field <c>unit</c>.</summary>
    public static Timeframe? ParseMinutes(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) ? FromLength(minutes * Minute) : null;

    /// <summary>Whether the text means a minute here but a month at Binance.</summary>
    public static bool IsAmbiguous(string text) => text.Trim() == "1M";

    /// <summary>The timeframe whose length is a number of microseconds; null if there is none. 28 to 31 days count as a month.</summary>
    public static Timeframe? FromLength(long microseconds) =>
        microseconds is >= 28 * UnixTime.MicrosecondsPerDay and <= 31 * UnixTime.MicrosecondsPerDay
            ? Timeframe.OneMonth
            : Timeframe.All.FirstOrDefault(timeframe => timeframe.NominalMicroseconds == microseconds);
}
