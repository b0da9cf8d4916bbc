using System.Globalization;
using System.Text.Json;
using Bokgi.FakeExchange.Recording;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.FakeExchange.Upbit;

/// <summary>Creates the response with a market's candles, newest first, including the one that has not closed yet.</summary>
internal sealed class UpbitCandlesResponse(Corrections corrections)
{
    private const int MaxCandles = 200;

    private static readonly Timeframe OneSecond = Timeframe.Parse("1S");

    // The timeframe of each number of minutes for which Upbit has candles.
    private static readonly Dictionary<string, string> TimeframesByMinutes = new()
    {
        ["1"] = "1M",
        ["3"] = "3M",
        ["5"] = "5M",
        ["10"] = "10M",
        ["15"] = "15M",
        ["30"] = "30M",
        ["60"] = "1H",
        ["240"] = "4H",
    };

    /// <summary>The timeframe for a number of minutes; null if there are no such candles.</summary>
    public static Timeframe? FindTimeframe(string unit) =>
        TimeframesByMinutes.TryGetValue(unit, out var name) ? Timeframe.Parse(name) : null;

    public RestResponse CreateForMinutes(RecordedMarket market, string unit, IQueryCollection query, long nowUtc) =>
        FindTimeframe(unit) is { } timeframe ? Create(market, timeframe, query, nowUtc) : UpbitError.Invalid($"minutes cannot be {unit}");

    public RestResponse Create(RecordedMarket market, Timeframe timeframe, IQueryCollection query, long nowUtc)
    {
        var beforeUtc = long.MaxValue;
        if (query["to"].ToString() is { Length: > 0 } to && !KoreanTime.TryParse(to, defaultOffset: 0, out beforeUtc, out _, out _))
            return UpbitError.Invalid("Invalid parameter. Check the given value!");
        var count = 1;
        if (
            query["count"].ToString() is { Length: > 0 } countText
            && !(int.TryParse(countText, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count is >= 1 and <= MaxCandles)
        )
            return UpbitError.Invalid("Type mismatch error. Check the parameters type!");

        var bars = NewestBars(market, timeframe, beforeUtc, count + 1, nowUtc); // the last candle needs the close of the bar before it
        return RestResponse.Json(json =>
        {
            json.WriteStartArray();
            for (var i = 0; i < Math.Min(count, bars.Count); i++)
                Write(json, market, timeframe, bars[i], previousClose: i + 1 < bars.Count ? bars[i + 1].Close : null, nowUtc);
            json.WriteEndArray();
        });
    }

    /// <summary>Bars that open before a time, newest first.</summary>
    public List<Candle> NewestBars(RecordedMarket market, Timeframe timeframe, long beforeUtc, int count, long nowUtc)
    {
        if (timeframe == OneSecond && !market.StoredTimeframes.Contains(timeframe))
            return OneSecondBars.BuildNewest(market, Math.Min(beforeUtc, nowUtc + 1), count, nowUtc);
        var bars = new List<Candle>(count);
        if (market.FormingBarAt(timeframe, nowUtc) is { } forming && forming.TimeUtc < beforeUtc)
            bars.Add(forming);
        var series = market.GetSeries(timeframe);
        for (
            var i = Math.Min(market.CountClosedBars(timeframe, nowUtc), series.FirstIndexAtOrAfter(beforeUtc)) - 1;
            i >= 0 && bars.Count < count;
            i--
        )
            bars.Add(corrections.Apply(market, timeframe, series[i]));
        return bars;
    }

    private static void Write(
        Utf8JsonWriter json,
        RecordedMarket market,
        Timeframe timeframe,
        in Candle bar,
        double? previousClose,
        long nowUtc
    )
    {
        json.WriteStartObject();
        json.WriteString("market", market.Symbol.QuoteFirstCode);
        json.WriteString("candle_date_time_utc", UpbitTime.FormatUtc(bar.TimeUtc));
        json.WriteString("candle_date_time_kst", UpbitTime.FormatKst(bar.TimeUtc));
        WriteFigures(json, market, timeframe, bar, nowUtc);
        if (timeframe == Timeframe.OneDay)
        {
            var referenceClose = previousClose ?? bar.Open;
            json.WriteNumber("prev_closing_price", referenceClose);
            json.WriteNumber("change_price", bar.Close - referenceClose);
            json.WriteNumber("change_rate", (bar.Close / referenceClose) - 1);
        }
        else if (timeframe.NominalMicroseconds > UnixTime.MicrosecondsPerDay)
            json.WriteString("first_day_of_period", UpbitTime.Format(bar.TimeUtc, "yyyy-MM-dd"));
        else if (timeframe != OneSecond)
            json.WriteNumber("unit", timeframe.NominalMicroseconds / Timeframe.OneMinute.NominalMicroseconds);
        json.WriteEndObject();
    }

    public static void WriteFigures(Utf8JsonWriter json, RecordedMarket market, Timeframe timeframe, in Candle bar, long nowUtc)
    {
        json.WriteNumber("opening_price", bar.Open);
        json.WriteNumber("high_price", bar.High);
        json.WriteNumber("low_price", bar.Low);
        json.WriteNumber("trade_price", bar.Close);
        json.WriteNumber("timestamp", LastTradeMs(market, timeframe, bar.TimeUtc, nowUtc));
        json.WriteNumber("candle_acc_trade_price", bar.Volume * (bar.High + bar.Low + bar.Close) / 3);
        json.WriteNumber("candle_acc_trade_volume", bar.Volume);
    }

    private static long LastTradeMs(RecordedMarket market, Timeframe timeframe, long openUtc, long nowUtc)
    {
        var lastUtc = Math.Min(timeframe.EndOf(openUtc) - 1, nowUtc);
        return market.LastTradeAt(lastUtc) is { } last && last.Trade.TimeUtc >= openUtc ? last.Trade.TimeMs : lastUtc / 1_000;
    }
}
