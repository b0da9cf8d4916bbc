using System.Globalization;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;

namespace Bokgi.Host.Candles;

/// <summary>How much of a day is stored.</summary>
/// <param name="Date">The day in Korea.</param>
/// <param name="Bars">Bars that are there.</param>
/// <param name="ExpectedBars">Bars there would be; of the first and last day only those between the first and the last bar.</param>
/// <param name="NoTradeBars">Absent bars that the exchange never made, since nobody traded.</param>
/// <param name="CoveredShare">Bars over expected bars, 0 to 1.</param>
/// <param name="KnownShare">The same with the bars that were never made: 1 when nothing is missing.</param>
internal sealed record DayCoverage(string Date, int Bars, int ExpectedBars, int NoTradeBars, double CoveredShare, double KnownShare)
{
    public static DayCoverage Of(CoverageDay day) =>
        new(
            Name(day.StartUtc),
            day.Bars,
            day.ExpectedBars,
            day.NoTradeBars,
            (double)day.Bars / day.ExpectedBars,
            (double)(day.Bars + day.NoTradeBars) / day.ExpectedBars
        );

    private static string Name(long startUtc) =>
        UnixTime.ToDateTime(startUtc + KoreanTime.OffsetMicroseconds).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
