using Bokgi.Markets;

namespace Bokgi.MarketData.Lake;

/// <summary>Converts between times (microseconds UTC) and UTC calendar years. A time outside the years 1 to 9999 gets the nearest of them.</summary>
internal static class UtcYear
{
    private static readonly long First = UnixTime.FromDateTime(DateTime.MinValue);
    private static readonly long Last = UnixTime.FromDateTime(DateTime.MaxValue);

    public static int Of(long utc) => UnixTime.ToDateTime(Math.Clamp(utc, First, Last)).Year;

    public static long StartOf(int year) => UnixTime.FromDateTime(new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc));
}
