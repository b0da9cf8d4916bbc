using System.Globalization;
using Bokgi.Markets;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>A time zone with a fixed offset, used for times that state no zone.</summary>
/// <param name="Name">The name in messages.</param>
/// <param name="OffsetMicroseconds">Local time minus UTC, in microseconds; positive ahead of UTC.</param>
internal sealed record SourceZone(string Name, long OffsetMicroseconds)
{
    public static SourceZone Kst { get; } = new("KST", KoreanTime.OffsetMicroseconds);

    public static SourceZone Utc { get; } = new("UTC", OffsetMicroseconds: 0);

    private static readonly string[] OffsetFormats = [@"\+hh\:mm", @"\-hh\:mm", @"\+hh", @"\-hh", @"\+h", @"\-h"];

    /// <exception cref="LakeException">The text is not a time zone.</exception>
    public static SourceZone Parse(string text)
    {
        var name = text.Trim().ToUpperInvariant();
        if (name is "KST" or "ASIA/SEOUL")
            return Kst;
        if (name is "UTC" or "Z" or "GMT")
            return Utc;
        var offsetText =
            name.StartsWith("UTC", StringComparison.Ordinal) || name.StartsWith("GMT", StringComparison.Ordinal) ? name[3..] : name;
        if (TimeSpan.TryParseExact(offsetText, OffsetFormats, CultureInfo.InvariantCulture, out var offset) && offset.TotalHours <= 14)
            return new SourceZone(name, (offsetText[0] == '-' ? -offset.Ticks : offset.Ticks) / TimeSpan.TicksPerMicrosecond);
        throw new LakeException(LakeErrorKind.InvalidInput, $"'{text}' is not a zone; use KST, UTC or an offset such as +09:00");
    }
}
