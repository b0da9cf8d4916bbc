using Bokgi.FakeExchange.Recording;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.FakeExchange.Upbit;

/// <summary>One-second bars, built from trades.</summary>
internal static class SecondBars
{
    private const long Second = 1_000_000;

    /// <summary>Bars that open before a time, newest first.</summary>
    public static List<Candle> Newest(RecordedMarket market, long beforeUtc, int count, long nowUtc)
    {
        var bars = new List<Candle>(count);
        if (market.Source is null)
            return bars;
        for (var bar = market.Series(market.Source).IndexOf(beforeUtc) - 1; bar >= 0 && bars.Count < count; bar--)
        {
            var seconds = market
                .Trades(bar)
                .Where(trade => trade.TimeUtc <= nowUtc)
                .GroupBy(trade => trade.TimeUtc / Second * Second)
                .Where(second => second.Key < beforeUtc)
                .Select(second => Of(second.Key, [.. second]))
                .Reverse();
            bars.AddRange(seconds.Take(count - bars.Count));
        }

        return bars;
    }

    /// <summary>The bar of any length that contains a time, built from the trades up to that time; null if there are none yet.</summary>
    public static Candle? FormingAt(RecordedMarket market, Timeframe timeframe, long nowUtc) =>
        market.FormingAt(timeframe, nowUtc)
        ?? (
            timeframe.NominalMicroseconds == Second
            && Newest(market, nowUtc + 1, 1, nowUtc) is [var bar]
            && bar.TimeUtc == timeframe.OpenOf(nowUtc)
                ? bar
                : null
        );

    private static Candle Of(long openUtc, RecordedTrade[] trades) =>
        new(
            openUtc,
            (double)trades[0].Price,
            (double)trades.Max(trade => trade.Price),
            (double)trades.Min(trade => trade.Price),
            (double)trades[^1].Price,
            (double)trades.Sum(trade => trade.Quantity)
        );
}
