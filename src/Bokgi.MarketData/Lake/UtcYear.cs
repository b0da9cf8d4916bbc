using Bokgi.Markets;

namespace Bokgi.MarketData.Lake;

/// <summary>The calendar year of an instant, in UTC; instants outside the calendar count as its first or last year.</summary>
internal static class UtcYear
{
    private static readonly long First = UnixTime.FromDateTime(DateTime.MinValue);
    private static readonly long Last = UnixTime.FromDateTime(DateTime.MaxValue);

    public static int Of(long utc) => UnixTime.ToDateTime(Math.Clamp(utc, First, Last)).Year;

    public static long StartOf(int year) => UnixTime.FromDateTime(new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc));
}
