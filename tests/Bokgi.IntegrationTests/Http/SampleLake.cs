using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.IntegrationTests.Http;

/// <summary>
/// Writes candles from 2024-01-01T00:00Z onwards. Every tenth candle is a burst: price and volume rise so much that both strategies buy.
/// </summary>
internal static class SampleLake
{
    public static long StartUtc { get; } = UnixTime.FromDateTime(new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc));

    /// <summary>Writes hourly candles.</summary>
    /// <param name="root">The folder of the lake.</param>
    /// <param name="symbol">The market.</param>
    /// <param name="count">Number of candles.</param>
    /// <param name="change">Changes individual candles, by their index.</param>
    public static void WriteHours(string root, string symbol, int count, Func<int, Candle, Candle>? change = null)
    {
        using var rows = new CandleColumns(count);
        for (var i = 0; i < count; i++)
            rows.Add(change is null ? SampleCandle(i) : change(i, SampleCandle(i)));
        new CandleLake(root).Write(Symbol.Parse(symbol), Timeframe.OneHour, rows);
    }

    /// <summary>Writes daily candles with the prices of <see cref="SampleCandle"/>.</summary>
    public static void WriteDays(string root, string symbol, int count)
    {
        using var rows = new CandleColumns(count);
        for (var i = 0; i < count; i++)
            rows.Add(SampleCandle(i) with { TimeUtc = StartUtc + (i * UnixTime.MicrosecondsPerDay) });
        new CandleLake(root).Write(Symbol.Parse(symbol), Timeframe.OneDay, rows);
    }

    /// <summary>Writes a hundred one-minute candles, the same for each market.</summary>
    public static void WriteMinutes(string root, params IEnumerable<string> symbols)
    {
        using var rows = new CandleColumns(100);
        for (var i = 0; i < 100; i++)
            rows.Add(SampleCandle(i) with { TimeUtc = StartUtc + (i * 60_000_000L) });
        foreach (var symbol in symbols)
            new CandleLake(root).Write(Symbol.Parse(symbol), Timeframe.Parse("1M"), rows);
    }

    /// <summary>The hourly candle with this index.</summary>
    public static Candle SampleCandle(int index)
    {
        var isBurst = index % 10 == 9;
        var open = 1_000 + (index % 37 * 3);
        var close = isBurst ? open * 1.03 : open + 1;
        return new Candle(StartUtc + (index * 3_600_000_000L), open, close + 2, open - 2, close, isBurst ? 5_000 : 1_000 + (index % 7));
    }
}
