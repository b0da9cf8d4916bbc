using System.Text.Json;
using Bokgi.MarketData.Exchanges.Http;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Exchanges.Binance;

/// <summary>Parses Binance's candles: one array per candle, oldest candle first, with prices and volumes as text.</summary>
internal static class BinanceCandles
{
    private const int MinFields = 6;

    /// <exception cref="FormatException">The response is malformed.</exception>
    public static CandleColumns Read(JsonElement body, Timeframe timeframe, TimeRange range)
    {
        var rows = new CandleColumns();
        try
        {
            foreach (var item in body.Items())
                Add(rows, item, timeframe, range);
            return rows;
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    private static void Add(CandleColumns rows, JsonElement item, Timeframe timeframe, TimeRange range)
    {
        if (item.ValueKind != JsonValueKind.Array || item.GetArrayLength() < MinFields)
            throw new FormatException("a bar is not a list of numbers");
        var time = item.Time(0);
        var candle = new Candle(time, item.Double(1), item.Double(2), item.Double(3), item.Double(4), item.Double(5));
        var isLaterThanPrevious = rows.Count == 0 || time > rows.Times[^1];
        if (!range.Contains(time) || timeframe.OpenOf(time) != time || !isLaterThanPrevious)
            throw new FormatException($"the next {timeframe} bar in the range cannot open at {UnixTime.Format(time)}");
        if (!candle.IsValid)
            throw new FormatException($"the bar of {UnixTime.Format(time)} is not valid");
        rows.Add(candle);
    }
}
