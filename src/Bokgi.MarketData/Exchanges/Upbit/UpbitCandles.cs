using System.Text.Json;
using Bokgi.MarketData.Exchanges.Http;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Exchanges.Upbit;

/// <summary>Parses Upbit's candles, which come newest first.</summary>
internal static class UpbitCandles
{
    /// <summary>Parses the response to <see cref="UpbitRequests.Candles"/>.</summary>
    /// <param name="body">The body.</param>
    /// <param name="symbol">The requested market.</param>
    /// <param name="timeframe">The length of the bars.</param>
    /// <param name="beforeUtc">All bars must open before this time, microseconds UTC.</param>
    /// <param name="count">The maximum number of bars.</param>
    /// <exception cref="FormatException">The response is malformed.</exception>
    public static List<Candle> Read(JsonElement body, Symbol symbol, Timeframe timeframe, long beforeUtc, int count)
    {
        var candles = new List<Candle>();
        foreach (var item in body.Items())
        {
            var candle = Read(item, symbol);
            if (candle.TimeUtc >= beforeUtc || timeframe.OpenOf(candle.TimeUtc) != candle.TimeUtc)
                throw new FormatException(
                    $"a {timeframe} bar before {UnixTime.Format(beforeUtc)} cannot open at {UnixTime.Format(candle.TimeUtc)}"
                );
            if (!candle.IsValid)
                throw new FormatException($"the bar of {UnixTime.Format(candle.TimeUtc)} is not valid");
            beforeUtc = candle.TimeUtc; // the next bar must be older
            candles.Add(candle);
        }

        return candles.Count <= count ? candles : throw new FormatException($"{candles.Count} bars are more than the {count} requested");
    }

    private static Candle Read(JsonElement item, Symbol symbol)
    {
        if (item.Text("market") != symbol.QuoteFirstCode)
            throw new FormatException($"a bar is of another market than {symbol.QuoteFirstCode}");
        if (!KoreanTime.TryParse(item.Text("candle_date_time_utc"), defaultOffset: 0, out var time, out _, out var error))
            throw new FormatException(error);
        return new Candle(
            time,
            item.Double("opening_price"),
            item.Double("high_price"),
            item.Double("low_price"),
            item.Double("trade_price"),
            item.Double("candle_acc_trade_volume")
        );
    }
}
