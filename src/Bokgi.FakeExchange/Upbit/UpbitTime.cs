using System.Globalization;
using Bokgi.Markets;

namespace Bokgi.FakeExchange.Upbit;

/// <summary>Times as Upbit writes them.</summary>
internal static class UpbitTime
{
    /// <summary>A bar's open without a zone, in UTC.</summary>
    public static string Utc(long microseconds) => Text(microseconds, "yyyy-MM-dd'T'HH:mm:ss");

    /// <summary>A bar's open without a zone, in Korea.</summary>
    public static string Kst(long microseconds) => Utc(microseconds + KoreanTime.OffsetMicroseconds);

    public static string Text(long microseconds, string format) =>
        UnixTime.ToDateTime(microseconds).ToString(format, CultureInfo.InvariantCulture);
}
