using System.Globalization;
using System.Text.Json;
using Bokgi.FakeExchange.Recording;
using Bokgi.Markets;

namespace Bokgi.FakeExchange.Upbit;

/// <summary>Creates the response with a market's trades of one day, newest first. Upbit calls trades "ticks".</summary>
internal static class UpbitTicksResponse
{
    private const int MaxTrades = 500;
    private const int MaxDaysAgo = 7;

    private static readonly string[] TimeOfDayFormats = ["HHmmss", "HH:mm:ss"];

    public static RestResponse Create(RecordedMarket market, IQueryCollection query, long nowUtc)
    {
        if (
            !TryParseNumber(query["count"], min: 1, MaxTrades, defaultValue: 1, out var count)
            || !TryParseNumber(query["days_ago"], min: 1, MaxDaysAgo, defaultValue: 0, out var daysAgo)
            || !TryParseNumber(query["cursor"], min: 0, max: long.MaxValue, defaultValue: long.MaxValue, out var cursor)
            || !TryParseTimeOfDay(query["to"], out var to)
        )
            return UpbitError.Invalid("Type mismatch error. Check the parameters type!");

        if (market.LastTradeAt(nowUtc) is not { } last)
            return ToResponse(market, []);
        // Without days_ago, the day is that of the last trade, which may be before today.
        var day = Timeframe.OneDay.OpenOf(daysAgo == 0 ? last.Trade.TimeUtc : nowUtc);
        var start = day - (daysAgo * UnixTime.MicrosecondsPerDay);
        var end = Math.Min(start + (to ?? UnixTime.MicrosecondsPerDay), nowUtc + 1);
        return ToResponse(market, NewestTrades(market, new TimeRange(start, end), cursor, (int)count));
    }

    // The cursor is the ID of the oldest trade that the caller already has.
    private static List<GeneratedTrade> NewestTrades(RecordedMarket market, TimeRange range, long cursor, int count)
    {
        var found = new List<GeneratedTrade>(count);
        var bars = market.GetSeries(market.SourceTimeframe!);
        for (
            var index = bars.FirstIndexAtOrAfter(range.EndUtc) - 1;
            index >= 0 && found.Count < count && bars.Times[index] >= range.StartUtc;
            index--
        )
        {
            var trades = market.GenerateTrades(index).Where(trade => trade.TimeUtc < range.EndUtc && trade.Id < cursor).Reverse();
            found.AddRange(trades.Take(count - found.Count));
        }

        return found;
    }

    private static RestResponse ToResponse(RecordedMarket market, List<GeneratedTrade> trades) =>
        RestResponse.Json(json =>
        {
            json.WriteStartArray();
            foreach (var trade in trades)
                Write(json, market, trade);
            json.WriteEndArray();
        });

    private static void Write(Utf8JsonWriter json, RecordedMarket market, in GeneratedTrade trade)
    {
        var previousDayClose = TickerData.PreviousDayClose(market, trade.TimeUtc) ?? trade.Price;
        json.WriteStartObject();
        json.WriteString("market", market.Symbol.QuoteFirstCode);
        json.WriteString("trade_date_utc", UpbitTime.Format(trade.TimeUtc, "yyyy-MM-dd"));
        json.WriteString("trade_time_utc", UpbitTime.Format(trade.TimeUtc, "HH:mm:ss"));
        json.WriteNumber("timestamp", trade.TimeMs);
        json.WriteNumber("trade_price", trade.Price);
        json.WriteNumber("trade_volume", trade.Quantity);
        json.WriteNumber("prev_closing_price", previousDayClose);
        json.WriteNumber("change_price", trade.Price - previousDayClose);
        json.WriteString("ask_bid", trade.IsBuy ? "BID" : "ASK");
        json.WriteNumber("sequential_id", trade.Id);
        json.WriteEndObject();
    }

    private static bool TryParseNumber(string? text, long min, long max, long defaultValue, out long value)
    {
        value = defaultValue;
        return string.IsNullOrEmpty(text)
            || (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= min && value <= max);
    }

    private static bool TryParseTimeOfDay(string? text, out long? microseconds)
    {
        microseconds = null;
        if (string.IsNullOrEmpty(text))
            return true;
        if (!TimeOnly.TryParseExact(text, TimeOfDayFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return false;
        microseconds = time.Ticks / TimeSpan.TicksPerMicrosecond;
        return true;
    }
}
