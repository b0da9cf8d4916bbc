using System.Globalization;
using Bokgi.Markets;

namespace Bokgi.FakeExchange.Upbit;

/// <summary>Formats times as Upbit does.</summary>
internal static class UpbitTime
{
    /// <summary>Date and time in UTC, without a zone.</summary>
    public static string FormatUtc(long microseconds) => Format(microseconds, "yyyy-MM-dd'T'HH:mm:ss");

    /// <summary>Date and time in KST, without a zone.</summary>
    public static string FormatKst(long microseconds) => FormatUtc(microseconds + KoreanTime.OffsetMicroseconds);

    /// <summary>Formats microseconds since 1970.</summary>
    public static string Format(long microseconds, string format) =>
        UnixTime.ToDateTime(microseconds).ToString(format, CultureInfo.InvariantCulture);
}
