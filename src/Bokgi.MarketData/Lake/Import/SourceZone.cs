using System.Globalization;
using Bokgi.Markets;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>A fixed zone that stamps without one are read in.</summary>
internal sealed record SourceZone(string Name, long OffsetMicroseconds)
{
    public static SourceZone Kst { get; } = new("KST", KoreanTime.OffsetMicroseconds);

    public static SourceZone Utc { get; } = new("UTC", 0);

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

    /// <summary>The zone a column's own name speaks of, as in <c>candle_date_time_utc</c> and <c>캔들기준시간(KST 기준)</c>.</summary>
    public static SourceZone? OfColumn(string name) =>
        name.Contains("kst", StringComparison.OrdinalIgnoreCase) ? Kst
        : name.Contains("utc", StringComparison.OrdinalIgnoreCase) ? Utc
        : null;
}
