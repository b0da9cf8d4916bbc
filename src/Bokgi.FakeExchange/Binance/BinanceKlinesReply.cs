using System.Globalization;
using System.Text.Json;
using Bokgi.FakeExchange.Recording;
using Bokgi.Series;

namespace Bokgi.FakeExchange.Binance;

/// <summary>Klines, oldest first, including the forming one. A period without trades gives a flat kline.</summary>
internal static class BinanceKlinesReply
{
    private const int MaxKlines = 1_000;
    private const int DefaultKlines = 500;
    private const long Millisecond = 1_000;

    public static RestReply Answer(RecordedMarket market, IQueryCollection query, long nowUtc)
    {
        var name = query["interval"].ToString();
        if (name.Length == 0)
            return BinanceError.Missing("interval");
        if (BinanceInterval.Find(name) is not { } interval)
            return BinanceError.InvalidInterval;
        if (!TryRead(query["limit"], 1, DefaultKlines, out var limit))
            return BinanceError.Malformed("limit");
        if (!TryRead(query["startTime"], 0, -1, out var start))
            return BinanceError.Malformed("startTime");
        if (!TryRead(query["endTime"], 0, long.MaxValue / Millisecond, out var end))
            return BinanceError.Malformed("endTime");
        var klines = Of(market, interval, start, end, (int)Math.Min(limit, MaxKlines), nowUtc);
        return RestReply.Json(json =>
        {
            json.WriteStartArray();
            foreach (var kline in klines)
                Write(json, kline, interval);
            json.WriteEndArray();
        });
    }

    /// <summary>
    /// The klines that open between two times in milliseconds, inclusive. If there are more than the limit, the first ones if a start is
    /// given; otherwise, the last ones.
    /// </summary>
    private static List<Candle> Of(RecordedMarket market, BinanceInterval interval, long startMs, long endMs, int limit, long nowUtc)
    {
        var bars = market.Series(interval.Bars);
        var forming = market.FormingAt(interval.Bars, nowUtc);
        var closed = market.ClosedAt(interval.Bars, nowUtc);
        var first = interval.OpenOf(closed > 0 ? bars.Times[0] : forming?.TimeUtc ?? nowUtc);
        var isTrading = closed < bars.Count || forming is not null;
        var last = interval.OpenOf(
            isTrading ? nowUtc
            : closed > 0 ? bars.Times[closed - 1]
            : first
        );
        if ((closed == 0 && forming is null) || endMs * Millisecond < first || startMs * Millisecond > last)
            return [];

        var open = interval.OpenOf(Math.Min(last, endMs * Millisecond));
        if (startMs >= 0)
        {
            var (from, to) = (Math.Max(first, Next(interval, startMs * Millisecond)), open);
            return [.. Opens(interval, from, to).Take(limit).Select(each => Kline(bars, closed, forming, interval, each))];
        }

        var opens = new List<long>();
        for (; open >= first && opens.Count < limit; open = interval.OpenOf(open - 1))
            opens.Add(open);
        opens.Reverse();
        return [.. opens.Select(each => Kline(bars, closed, forming, interval, each))];
    }

    private static long Next(BinanceInterval interval, long timeUtc)
    {
        var open = interval.OpenOf(timeUtc);
        return open == timeUtc ? open : interval.EndOf(open);
    }

    private static IEnumerable<long> Opens(BinanceInterval interval, long from, long to)
    {
        for (var open = from; open <= to; open = interval.EndOf(open))
            yield return open;
    }

    private static Candle Kline(CandleSeries bars, int closed, Candle? forming, BinanceInterval interval, long open)
    {
        var end = interval.EndOf(open);
        var bar = bars.IndexOf(open);
        Candle? kline = null;
        for (; bar < closed && bars.Times[bar] < end; bar++)
            kline = RecordedMarket.Join(kline, bars[bar] with { TimeUtc = open });
        if (forming is { } last && last.TimeUtc >= open && last.TimeUtc < end)
            kline = RecordedMarket.Join(kline, last with { TimeUtc = open });
        if (kline is { } traded)
            return traded;
        var before = bars.Close[Math.Min(bar, closed) - 1];
        return new Candle(open, before, before, before, before, 0);
    }

    private static void Write(Utf8JsonWriter json, in Candle kline, BinanceInterval interval)
    {
        // Not recorded, so approximated: the quote volume, one trade for each traded bar, and half of the volume for takers.
        var quote = kline.Volume * (kline.High + kline.Low + kline.Close) / 3;
        json.WriteStartArray();
        json.WriteNumberValue(kline.TimeUtc / Millisecond);
        json.WriteStringValue(BinanceNumber.Text(kline.Open));
        json.WriteStringValue(BinanceNumber.Text(kline.High));
        json.WriteStringValue(BinanceNumber.Text(kline.Low));
        json.WriteStringValue(BinanceNumber.Text(kline.Close));
        json.WriteStringValue(BinanceNumber.Text(kline.Volume));
        json.WriteNumberValue((interval.EndOf(kline.TimeUtc) / Millisecond) - 1);
        json.WriteStringValue(BinanceNumber.Text(Math.Round(quote, 8)));
        json.WriteNumberValue(kline.Volume > 0 ? 1 : 0);
        json.WriteStringValue(BinanceNumber.Text(Math.Round(kline.Volume / 2, 8)));
        json.WriteStringValue(BinanceNumber.Text(Math.Round(quote / 2, 8)));
        json.WriteStringValue("0");
        json.WriteEndArray();
    }

    private static bool TryRead(string? text, long min, long defaultValue, out long value)
    {
        value = defaultValue;
        return string.IsNullOrEmpty(text)
            || (
                long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value)
                && value >= min
                && value <= long.MaxValue / Millisecond
            );
    }
}
