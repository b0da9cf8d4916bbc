namespace Bokgi.Host.Candles;

/// <summary>How much of a day is stored.</summary>
/// <param name="Date">The day in Korean time.</param>
/// <param name="Bars">Stored bars.</param>
/// <param name="ExpectedBars">Expected bars; on the first and last day only those between the first and the last bar.</param>
/// <param name="NoTradeBars">Missing bars that the exchange never made because there were no trades.</param>
/// <param name="CoveredShare">Bars divided by expected bars, 0 to 1.</param>
/// <param name="KnownShare">The covered share if no-trade bars count as stored: 1 when no other bars are missing.</param>
internal sealed record DayCoverage(string Date, int Bars, int ExpectedBars, int NoTradeBars, double CoveredShare, double KnownShare)
{
    public static DayCoverage Of(CoverageDay day) =>
        new(
            UnixTime.ToDateTime(day.StartUtc + KoreanTime.OffsetMicroseconds).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            day.Bars,
            day.ExpectedBars,
            day.NoTradeBars,
            (double)day.Bars / day.ExpectedBars,
            (double)(day.Bars + day.NoTradeBars) / day.ExpectedBars
        );
}
