using Bokgi.FakeExchange.Recording;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.FakeExchange.Upbit;

/// <summary>Builds one-second bars from a market's trades, for lakes that store only longer bars.</summary>
internal static class OneSecondBars
{
    /// <summary>
    /// The last bars that open before <paramref name="beforeUtc"/>, newest first, built from the trades up to <paramref name="nowUtc"/>. A
    /// second without trades gives no bar.
    /// </summary>
    public static List<Candle> BuildNewest(RecordedMarket market, long beforeUtc, int count, long nowUtc)
    {
        var bars = new List<Candle>(count);
        if (market.SourceTimeframe is null)
            return bars;
        for (
            var index = market.GetSeries(market.SourceTimeframe).FirstIndexAtOrAfter(beforeUtc) - 1;
            index >= 0 && bars.Count < count;
            index--
        )
        {
            var seconds = market
                .GenerateTrades(index)
                .Where(trade => trade.TimeUtc <= nowUtc)
                .GroupBy(trade => trade.TimeUtc / UnixTime.MicrosecondsPerSecond * UnixTime.MicrosecondsPerSecond)
                .Where(second => second.Key < beforeUtc)
                .Select(second => BuildBar(second.Key, [.. second]))
                .Reverse();
            bars.AddRange(seconds.Take(count - bars.Count));
        }

        return bars;
    }

    /// <summary>The bar that is still open, of any timeframe including 1S; null if it has no trades yet.</summary>
    public static Candle? FormingBarAt(RecordedMarket market, Timeframe timeframe, long nowUtc)
    {
        var forming = market.FormingBarAt(timeframe, nowUtc);
        if (forming is not null || timeframe.NominalMicroseconds != UnixTime.MicrosecondsPerSecond)
            return forming;
        var newest = BuildNewest(market, beforeUtc: nowUtc + 1, count: 1, nowUtc);
        return newest is [var bar] && bar.TimeUtc == timeframe.OpenOf(nowUtc) ? bar : null;
    }

    private static Candle BuildBar(long openUtc, GeneratedTrade[] trades) =>
        new(
            openUtc,
            (double)trades[0].Price,
            (double)trades.Max(trade => trade.Price),
            (double)trades.Min(trade => trade.Price),
            (double)trades[^1].Price,
            (double)trades.Sum(trade => trade.Quantity)
        );
}
