using System.Text.Json;
using Bokgi.MarketData.Exchanges.Http;

namespace Bokgi.MarketData.Exchanges.Upbit;

/// <summary>
/// Parses Upbit's list of markets. The list has no minimum order values and no quantity steps, so they are constants here: they are the same
/// for all markets of a quote currency.
/// </summary>
internal static class UpbitMarkets
{
    private const decimal QuantityStep = 0.00000001m;

    /// <exception cref="FormatException">The response is malformed.</exception>
    public static List<ExchangeMarket> Read(JsonElement body) => [.. body.Items().Select(ReadMarket).OfType<ExchangeMarket>()];

    /// <summary>The price increments by market code.</summary>
    /// <exception cref="FormatException">The response is malformed.</exception>
    public static Dictionary<string, decimal> ReadSteps(JsonElement body)
    {
        var steps = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var item in body.Items())
            steps[item.Text("market")] = item.Decimal("tick_size");
        return steps;
    }

    // Skips a market whose code is not a valid symbol.
    private static ExchangeMarket? ReadMarket(JsonElement item)
    {
        var code = item.Text("market");
        if (!UpbitCode.TryParse(code, out var symbol, out _) || symbol.QuoteFirstCode != code)
            return null;
        var hasEvent = item.TryGetProperty("market_event", out var marketEvent) && marketEvent.ValueKind == JsonValueKind.Object;
        return new ExchangeMarket(
            symbol,
            code,
            item.TextOrEmpty("korean_name"),
            item.TextOrEmpty("english_name"),
            IsTrading: true,
            HasWarning: hasEvent
                ? marketEvent.TryGetProperty("warning", out var warning) && warning.ValueKind == JsonValueKind.True
                : IsWarned(item),
            hasEvent ? Cautions(marketEvent) : [],
            PriceStep: null,
            QuantityStep,
            MinimumNotional(symbol.Quote)
        );
    }

    // Older responses have market_warning instead of market_event.
    private static bool IsWarned(JsonElement item) => item.TextOrEmpty("market_warning") is not ("" or "NONE");

    private static string[] Cautions(JsonElement marketEvent) =>
        marketEvent.TryGetProperty("caution", out var cautions) && cautions.ValueKind == JsonValueKind.Object
            ?
            [
                .. cautions
                    .EnumerateObject()
                    .Where(caution => caution.Value.ValueKind == JsonValueKind.True)
                    .Select(caution => caution.Name),
            ]
            : [];

    private static decimal? MinimumNotional(string quote) =>
        quote switch
        {
            "KRW" => 5_000m,
            "BTC" => 0.00005m,
            "USDT" => 0.5m,
            _ => null,
        };
}
