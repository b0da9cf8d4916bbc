using System.Globalization;
using System.Text.Json;
using Bokgi.FakeExchange.Recording;
using Bokgi.Series;

namespace Bokgi.FakeExchange.Binance;

/// <summary>Klines (Binance's word for candles), oldest first, including the forming one. A period without trades gives a flat kline.</summary>
internal static class BinanceKlinesResponse
{
    private const int MaxKlines = 1_000;
    private const int DefaultKlines = 500;
    private const long MicrosecondsPerMillisecond = 1_000;

    public static RestResponse Create(RecordedMarket market, IQueryCollection query, long nowUtc)
    {
        var name = query["interval"].ToString();
        if (name.Length == 0)
            return BinanceError.Missing("interval");
        if (BinanceInterval.Find(name) is not { } interval)
            return BinanceError.InvalidInterval;
        if (!TryParseNumber(query["limit"], min: 1, DefaultKlines, out var limit))
            return BinanceError.Malformed("limit");
        if (!TryParseNumber(query["startTime"], min: 0, defaultValue: -1, out var start))
            return BinanceError.Malformed("startTime");
        if (!TryParseNumber(query["endTime"], min: 0, defaultValue: long.MaxValue / MicrosecondsPerMillisecond, out var end))
            return BinanceError.Malformed("endTime");
        var klines = SelectKlines(market, interval, start, end, (int)Math.Min(limit, MaxKlines), nowUtc);
        return RestResponse.Json(json =>
        {
            json.WriteStartArray();
            foreach (var kline in klines)
                Write(json, kline, interval);
            json.WriteEndArray();
        });
    }

    /// <summary>
    /// The klines that open between two times in milliseconds, inclusive; <paramref name="startMs"/> is -1 if the request gives no start.
    /// Returns at most <paramref name="limit"/> klines: the first ones if the request gives a start, else the last ones.
    /// </summary>
    private static List<Candle> SelectKlines(
        RecordedMarket market,
        BinanceInterval interval,
        long startMs,
        long endMs,
        int limit,
        long nowUtc
    )
    {
        var bars = market.GetSeries(interval.BarTimeframe);
        var formingBar = market.FormingBarAt(interval.BarTimeframe, nowUtc);
        var closedCount = market.CountClosedBars(interval.BarTimeframe, nowUtc);
        if (closedCount == 0 && formingBar is null)
            return [];
        var firstOpen = interval.OpenOf(closedCount > 0 ? bars.Times[0] : formingBar!.Value.TimeUtc);
        var isRecordingOngoing = closedCount < bars.Count || formingBar is not null;
        var lastOpen = interval.OpenOf(isRecordingOngoing ? nowUtc : bars.Times[closedCount - 1]);
        var (startUtc, endUtc) = (startMs * MicrosecondsPerMillisecond, endMs * MicrosecondsPerMillisecond);
        if (endUtc < firstOpen || startUtc > lastOpen)
            return [];

        var lastRequestedOpen = interval.OpenOf(Math.Min(lastOpen, endUtc));
        if (startMs >= 0)
        {
            var from = Math.Max(firstOpen, FirstOpenAtOrAfter(interval, startUtc));
            return
            [
                .. OpensBetween(interval, from, lastRequestedOpen)
                    .Take(limit)
                    .Select(open => BuildKline(bars, closedCount, formingBar, interval, open)),
            ];
        }

        var opens = new List<long>();
        for (var open = lastRequestedOpen; open >= firstOpen && opens.Count < limit; open = interval.OpenOf(open - 1))
            opens.Add(open);
        opens.Reverse();
        return [.. opens.Select(open => BuildKline(bars, closedCount, formingBar, interval, open))];
    }

    private static long FirstOpenAtOrAfter(BinanceInterval interval, long timeUtc)
    {
        var open = interval.OpenOf(timeUtc);
        return open == timeUtc ? open : interval.EndOf(open);
    }

    private static IEnumerable<long> OpensBetween(BinanceInterval interval, long from, long to)
    {
        for (var open = from; open <= to; open = interval.EndOf(open))
            yield return open;
    }

    private static Candle BuildKline(CandleSeries bars, int closedCount, Candle? formingBar, BinanceInterval interval, long open)
    {
        var end = interval.EndOf(open);
        var index = bars.FirstIndexAtOrAfter(open);
        Candle? kline = null;
        for (; index < closedCount && bars.Times[index] < end; index++)
            kline = RecordedMarket.Merge(kline, bars[index] with { TimeUtc = open });
        if (formingBar is { } forming && forming.TimeUtc >= open && forming.TimeUtc < end)
            kline = RecordedMarket.Merge(kline, forming with { TimeUtc = open });
        if (kline is { } traded)
            return traded;
        // A kline without trades has the close of the last bar before it. There is such a bar, because the first kline contains the first bar.
        var previousClose = bars.Close[Math.Min(index, closedCount) - 1];
        return new Candle(open, previousClose, previousClose, previousClose, previousClose, 0);
    }

    private static void Write(Utf8JsonWriter json, in Candle kline, BinanceInterval interval)
    {
        // The recording lacks some values, which are approximated. The quote volume is calculated with the typical price, a kline with volume
        // counts as one trade, and takers are assumed to have bought half of the volume.
        var quote = kline.Volume * (kline.High + kline.Low + kline.Close) / 3;
        json.WriteStartArray();
        json.WriteNumberValue(kline.TimeUtc / MicrosecondsPerMillisecond);
        json.WriteStringValue(BinanceNumber.Format(kline.Open));
        json.WriteStringValue(BinanceNumber.Format(kline.High));
        json.WriteStringValue(BinanceNumber.Format(kline.Low));
        json.WriteStringValue(BinanceNumber.Format(kline.Close));
        json.WriteStringValue(BinanceNumber.Format(kline.Volume));
        json.WriteNumberValue((interval.EndOf(kline.TimeUtc) / MicrosecondsPerMillisecond) - 1);
        json.WriteStringValue(BinanceNumber.Format(Math.Round(quote, 8)));
        json.WriteNumberValue(kline.Volume > 0 ? 1 : 0);
        json.WriteStringValue(BinanceNumber.Format(Math.Round(kline.Volume / 2, 8)));
        json.WriteStringValue(BinanceNumber.Format(Math.Round(quote / 2, 8)));
        json.WriteStringValue("0"); // a field that Binance does not use
        json.WriteEndArray();
    }

    private static bool TryParseNumber(string? text, long min, long defaultValue, out long value)
    {
        value = defaultValue;
        return string.IsNullOrEmpty(text)
            || (
                long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value)
                && value >= min
                && value <= long.MaxValue / MicrosecondsPerMillisecond
            );
    }
}
