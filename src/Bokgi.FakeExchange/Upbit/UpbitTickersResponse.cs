using System.Text.Json;
using Bokgi.FakeExchange.Recording;
using Bokgi.Markets;

namespace Bokgi.FakeExchange.Upbit;

/// <summary>Creates the response with tickers: current prices and the day's figures.</summary>
internal static class UpbitTickersResponse
{
    public static RestResponse CreateForQuotes(RecordedMarkets markets, string? quotes, long nowUtc)
    {
        if (string.IsNullOrEmpty(quotes))
            return UpbitError.Missing("quote_currencies");
        var wantedQuotes = quotes.Split(',', StringSplitOptions.TrimEntries);
        return Create(
            [.. markets.All.Where(market => wantedQuotes.Contains(market.Symbol.Quote, StringComparer.OrdinalIgnoreCase))],
            nowUtc
        );
    }

    public static RestResponse Create(IReadOnlyList<RecordedMarket> markets, long nowUtc) =>
        RestResponse.Json(json =>
        {
            json.WriteStartArray();
            foreach (var market in markets)
            {
                if (TickerData.Compute(market, nowUtc) is { } ticker)
                    Write(json, market, ticker, nowUtc);
            }

            json.WriteEndArray();
        });

    private static void Write(Utf8JsonWriter json, RecordedMarket market, TickerData ticker, long nowUtc)
    {
        var lastTradeUtc = ticker.LastTrade?.TimeUtc ?? nowUtc;
        json.WriteStartObject();
        json.WriteString("market", market.Symbol.QuoteFirstCode);
        json.WriteString("trade_date", UpbitTime.Format(lastTradeUtc, "yyyyMMdd"));
        json.WriteString("trade_time", UpbitTime.Format(lastTradeUtc, "HHmmss"));
        json.WriteString("trade_date_kst", UpbitTime.Format(lastTradeUtc + KoreanTime.OffsetMicroseconds, "yyyyMMdd"));
        json.WriteString("trade_time_kst", UpbitTime.Format(lastTradeUtc + KoreanTime.OffsetMicroseconds, "HHmmss"));
        json.WriteNumber("trade_timestamp", lastTradeUtc / 1_000);
        WriteFigures(json, ticker);
        json.WriteNumber("timestamp", nowUtc / 1_000);
        json.WriteEndObject();
    }

    public static void WriteFigures(Utf8JsonWriter json, TickerData ticker)
    {
        var change = ticker.Price - ticker.PreviousClose;
        json.WriteNumber("opening_price", ticker.DayBar.Open);
        json.WriteNumber("high_price", ticker.DayBar.High);
        json.WriteNumber("low_price", ticker.DayBar.Low);
        json.WriteNumber("trade_price", ticker.Price);
        json.WriteNumber("prev_closing_price", ticker.PreviousClose);
        json.WriteString(
            "change",
            change > 0 ? "RISE"
                : change < 0 ? "FALL"
                : "EVEN"
        );
        json.WriteNumber("change_price", Math.Abs(change));
        json.WriteNumber("change_rate", Math.Round(Math.Abs(change) / ticker.PreviousClose, 10));
        json.WriteNumber("signed_change_price", change);
        json.WriteNumber("signed_change_rate", Math.Round(change / ticker.PreviousClose, 10));
        json.WriteNumber("trade_volume", ticker.LastTrade?.Quantity ?? 0);
        json.WriteNumber("acc_trade_price", ticker.DayBar.Volume * TypicalPrice(ticker.DayBar));
        json.WriteNumber("acc_trade_price_24h", ticker.Last24HoursBar.Volume * TypicalPrice(ticker.Last24HoursBar));
        json.WriteNumber("acc_trade_volume", ticker.DayBar.Volume);
        json.WriteNumber("acc_trade_volume_24h", ticker.Last24HoursBar.Volume);
    }

    private static double TypicalPrice(Series.Candle bar) => (bar.High + bar.Low + bar.Close) / 3;
}
