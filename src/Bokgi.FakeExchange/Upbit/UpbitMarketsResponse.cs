using System.Globalization;
using Bokgi.FakeExchange.Recording;

namespace Bokgi.FakeExchange.Upbit;

/// <summary>The list of markets, and their price steps.</summary>
internal static class UpbitMarketsResponse
{
    private static readonly string[] Cautions =
    [
        "PRICE_FLUCTUATIONS",
        "TRADING_VOLUME_SOARING",
        "DEPOSIT_AMOUNT_SOARING",
        "GLOBAL_PRICE_DIFFERENCES",
        "CONCENTRATION_OF_SMALL_ACCOUNTS",
    ];

    private const decimal SmallestStep = 0.00000001m;

    // Upbit's table for KRW markets since 2025-07-31: each step applies to prices of at least From. Other markets use the smallest step.
    private static readonly (decimal From, decimal Step)[] KrwSteps =
    [
        (1_000_000, 1_000),
        (500_000, 500),
        (100_000, 100),
        (50_000, 50),
        (10_000, 10),
        (5_000, 5),
        (100, 1),
        (10, 0.1m),
        (1, 0.01m),
        (0.1m, 0.001m),
        (0.01m, 0.0001m),
        (0.001m, 0.00001m),
        (0.0001m, 0.000001m),
        (0.00001m, 0.0000001m),
    ];

    public static RestResponse CreateList(RecordedMarkets markets, bool includeDetails) =>
        RestResponse.Json(json =>
        {
            json.WriteStartArray();
            foreach (var symbol in markets.All.Select(market => market.Symbol))
            {
                json.WriteStartObject();
                json.WriteString("market", symbol.QuoteFirstCode);
                json.WriteString("korean_name", symbol.Base);
                json.WriteString("english_name", symbol.Base);
                if (includeDetails)
                {
                    json.WriteStartObject("market_event");
                    json.WriteBoolean("warning", false);
                    json.WriteStartObject("caution");
                    foreach (var caution in Cautions)
                        json.WriteBoolean(caution, false);
                    json.WriteEndObject();
                    json.WriteEndObject();
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        });

    public static RestResponse CreateInstruments(IReadOnlyList<RecordedMarket> markets, long nowUtc) =>
        RestResponse.Json(json =>
        {
            json.WriteStartArray();
            foreach (var market in markets)
            {
                var step = StepAt(market.Symbol.Quote, TickerData.Compute(market, nowUtc) is { } ticker ? (decimal)ticker.Price : 0);
                json.WriteStartObject();
                json.WriteString("market", market.Symbol.QuoteFirstCode);
                json.WriteString("quote_currency", market.Symbol.Quote);
                json.WriteString("tick_size", step.ToString(CultureInfo.InvariantCulture));
                json.WriteStartArray("supported_levels");
                json.WriteStringValue("0");
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });

    /// <summary>The smallest price change (tick size) at a price.</summary>
    public static decimal StepAt(string quote, decimal price) =>
        quote == "KRW" ? KrwSteps.Where(row => price >= row.From).Select(row => row.Step).FirstOrDefault(SmallestStep) : SmallestStep;
}
