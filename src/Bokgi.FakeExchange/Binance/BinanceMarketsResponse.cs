using System.Text.Json;
using Bokgi.FakeExchange.Recording;
using Bokgi.FakeExchange.Upbit;
using Bokgi.Markets;

namespace Bokgi.FakeExchange.Binance;

/// <summary>Creates Binance's responses about markets: their trading rules (exchangeInfo), and their 24-hour statistics (tickers).</summary>
internal static class BinanceMarketsResponse
{
    private const int Digits = 8;
    private const decimal QuantityStep = 0.00000001m;

    public static string CodeOf(Symbol symbol) => symbol.Base + symbol.Quote;

    public static RestResponse CreateExchangeInfo(IReadOnlyList<RecordedMarket> markets, long nowUtc) =>
        RestResponse.Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("timezone", "UTC");
            json.WriteNumber("serverTime", nowUtc / 1_000);
            json.WriteStartArray("rateLimits");
            json.WriteStartObject();
            json.WriteString("rateLimitType", "REQUEST_WEIGHT");
            json.WriteString("interval", "MINUTE");
            json.WriteNumber("intervalNum", 1);
            json.WriteNumber("limit", Limits.WeightLimit.MaxPerMinute);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteStartArray("exchangeFilters");
            json.WriteEndArray();
            json.WriteStartArray("symbols");
            foreach (var market in markets)
                WriteInfo(json, market, nowUtc);
            json.WriteEndArray();
            json.WriteEndObject();
        });

    public static RestResponse CreateTickers(IReadOnlyList<RecordedMarket> markets, bool asSingleObject, long nowUtc) =>
        RestResponse.Json(json =>
        {
            if (!asSingleObject)
                json.WriteStartArray();
            foreach (var market in markets)
                WriteTicker(json, market, nowUtc);
            if (!asSingleObject)
                json.WriteEndArray();
        });

    private static void WriteInfo(Utf8JsonWriter json, RecordedMarket market, long nowUtc)
    {
        var symbol = market.Symbol;
        json.WriteStartObject();
        json.WriteString("symbol", CodeOf(symbol));
        json.WriteString("status", "TRADING");
        json.WriteString("baseAsset", symbol.Base);
        json.WriteNumber("baseAssetPrecision", Digits);
        json.WriteString("quoteAsset", symbol.Quote);
        json.WriteNumber("quotePrecision", Digits);
        json.WriteNumber("quoteAssetPrecision", Digits);
        json.WriteStartArray("orderTypes");
        json.WriteStringValue("LIMIT");
        json.WriteStringValue("MARKET");
        json.WriteEndArray();
        json.WriteBoolean("isSpotTradingAllowed", true);
        json.WriteStartArray("filters");
        // The price steps are those of Upbit, because the fake exchange has only one table of them.
        var priceStep = UpbitMarketsResponse.StepAt(
            symbol.Quote,
            TickerData.Compute(market, nowUtc) is { } ticker ? (decimal)ticker.Price : 0
        );
        WriteFilter(json, "PRICE_FILTER", ("minPrice", priceStep), ("maxPrice", 1_000_000_000), ("tickSize", priceStep));
        WriteFilter(json, "LOT_SIZE", ("minQty", QuantityStep), ("maxQty", 9_000_000), ("stepSize", QuantityStep));
        WriteFilter(json, "NOTIONAL", ("minNotional", symbol.Quote == "KRW" ? 5_000 : 5), ("maxNotional", 9_000_000_000));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFilter(Utf8JsonWriter json, string type, params ReadOnlySpan<(string Name, decimal Value)> values)
    {
        json.WriteStartObject();
        json.WriteString("filterType", type);
        foreach (var (name, value) in values)
            json.WriteString(name, BinanceNumber.Format(value));
        json.WriteEndObject();
    }

    private static void WriteTicker(Utf8JsonWriter json, RecordedMarket market, long nowUtc)
    {
        // The recording has bars, not trades: the typical price approximates the average price, and any volume counts as one trade.
        var ticker = TickerData.Compute(market, nowUtc);
        var bar = ticker?.Last24HoursBar ?? default;
        var change = ticker is null ? 0 : ticker.Price - bar.Open;
        var typicalPrice = (bar.High + bar.Low + bar.Close) / 3;
        json.WriteStartObject();
        json.WriteString("symbol", CodeOf(market.Symbol));
        Write(json, "priceChange", change);
        Write(json, "priceChangePercent", ticker is null ? 0 : Math.Round(change / bar.Open * 100, 3));
        Write(json, "weightedAvgPrice", Math.Round(typicalPrice, Digits));
        Write(json, "prevClosePrice", bar.Open);
        Write(json, "lastPrice", ticker?.Price ?? 0);
        json.WriteString("lastQty", BinanceNumber.Format(ticker?.LastTrade?.Quantity ?? 0));
        Write(json, "openPrice", bar.Open);
        Write(json, "highPrice", bar.High);
        Write(json, "lowPrice", bar.Low);
        Write(json, "volume", bar.Volume);
        Write(json, "quoteVolume", Math.Round(bar.Volume * typicalPrice, Digits));
        json.WriteNumber("openTime", (nowUtc - UnixTime.MicrosecondsPerDay) / 1_000);
        json.WriteNumber("closeTime", nowUtc / 1_000);
        json.WriteNumber("firstId", -1);
        json.WriteNumber("lastId", ticker?.LastTrade?.Id ?? -1);
        json.WriteNumber("count", bar.Volume > 0 ? 1 : 0);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, double value) => json.WriteString(name, BinanceNumber.Format(value));
}
