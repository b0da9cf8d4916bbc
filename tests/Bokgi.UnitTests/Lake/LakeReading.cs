using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Lake;

/// <summary>Reads a lake by symbol codes and KST days, as users give them, with the running test's cancellation token.</summary>
internal static class LakeReading
{
    public static TimeRange KoreanDays(string start, string end)
    {
        KoreanTime.TryParseRange(start, end, out var range, out var error).ShouldBeTrue(error);
        return range;
    }

    public static CandleSeries ReadSeries(this CandleLake lake, string symbol, Timeframe timeframe, TimeRange range, int warmupBars = 0) =>
        lake.LoadSeries(Symbol.Parse(symbol), timeframe, range, warmupBars, TestContext.Current.CancellationToken);

    public static CandleBatch ReadBatch(this CandleLake lake, Timeframe timeframe, TimeRange range, params string[] symbols) =>
        lake.Load([.. symbols.Select(Symbol.Parse)], timeframe, range, TestContext.Current.CancellationToken);
}
