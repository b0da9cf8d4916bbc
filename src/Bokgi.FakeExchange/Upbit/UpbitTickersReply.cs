using System.Text.Json;
using Bokgi.FakeExchange.Recording;
using Bokgi.Markets;

namespace Bokgi.FakeExchange.Upbit;

/// <summary>Tickers: current prices and the day's figures.</summary>
internal static class UpbitTickersReply
{
    public static RestReply OfQuotes(RecordedMarkets markets, string? quotes, long nowUtc)
    {
        if (string.IsNullOrEmpty(quotes))
            return UpbitError.Missing("quote_currencies");
        var wanted = quotes.Split(',', StringSplitOptions.TrimEntries);
        return Answer([.. markets.All.Where(market => wanted.Contains(market.Symbol.Quote, StringComparer.OrdinalIgnoreCase))], nowUtc);
    }

    public static RestReply Answer(IReadOnlyList<RecordedMarket> wanted, long nowUtc) =>
        RestReply.Json(json =>
        {
            json.WriteStartArray();
            foreach (var market in wanted)
            {
                if (MarketDay.At(market, nowUtc) is { } day)
                    Write(json, market, day, nowUtc);
            }

            json.WriteEndArray();
        });

    private static void Write(Utf8JsonWriter json, RecordedMarket market, MarketDay day, long nowUtc)
    {
        var timeUtc = day.LastTrade?.TimeUtc ?? nowUtc;
        json.WriteStartObject();
        json.WriteString("market", market.Symbol.QuoteFirstCode);
        json.WriteString("trade_date", UpbitTime.Text(timeUtc, "yyyyMMdd"));
        json.WriteString("trade_time", UpbitTime.Text(timeUtc, "HHmmss"));
        json.WriteString("trade_date_kst", UpbitTime.Text(timeUtc + KoreanTime.OffsetMicroseconds, "yyyyMMdd"));
        json.WriteString("trade_time_kst", UpbitTime.Text(timeUtc + KoreanTime.OffsetMicroseconds, "HHmmss"));
        json.WriteNumber("trade_timestamp", timeUtc / 1_000);
        WriteFigures(json, day);
        json.WriteNumber("timestamp", nowUtc / 1_000);
        json.WriteEndObject();
    }

    public static void WriteFigures(Utf8JsonWriter json, MarketDay day)
    {
        var change = day.Price - day.PreviousClose;
        json.WriteNumber("opening_price", day.Day.Open);
        json.WriteNumber("high_price", day.Day.High);
        json.WriteNumber("low_price", day.Day.Low);
        json.WriteNumber("trade_price", day.Price);
        json.WriteNumber("prev_closing_price", day.PreviousClose);
        json.WriteString(
            "change",
            change > 0 ? "RISE"
                : change < 0 ? "FALL"
                : "EVEN"
        );
        json.WriteNumber("change_price", Math.Abs(change));
        json.WriteNumber("change_rate", Math.Round(Math.Abs(change) / day.PreviousClose, 10));
        json.WriteNumber("signed_change_price", change);
        json.WriteNumber("signed_change_rate", Math.Round(change / day.PreviousClose, 10));
        json.WriteNumber("trade_volume", day.LastTrade?.Quantity ?? 0);
        json.WriteNumber("acc_trade_price", day.Day.Volume * Typical(day.Day));
        json.WriteNumber("acc_trade_price_24h", day.Rolling.Volume * Typical(day.Rolling));
        json.WriteNumber("acc_trade_volume", day.Day.Volume);
        json.WriteNumber("acc_trade_volume_24h", day.Rolling.Volume);
    }

    private static double Typical(Series.Candle bar) => (bar.High + bar.Low + bar.Close) / 3;
}
