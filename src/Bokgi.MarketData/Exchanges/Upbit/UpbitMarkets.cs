using System.Text.Json;
using Bokgi.MarketData.Exchanges.Http;

namespace Bokgi.MarketData.Exchanges.Upbit;

/// <summary>Reads Upbit's list of markets. What it does not tell in it, least orders and steps of quantities, is the same for all markets of a quote.</summary>
internal static class UpbitMarkets
{
    private const decimal QuantityStep = 0.00000001m;

    /// <exception cref="FormatException">It is no such answer.</exception>
    public static List<ExchangeMarket> Read(JsonElement answer) => [.. answer.Items().Select(Market).OfType<ExchangeMarket>()];

    /// <summary>The distance of prices by market code.</summary>
    /// <exception cref="FormatException">It is no such answer.</exception>
    public static Dictionary<string, decimal> ReadSteps(JsonElement answer)
    {
        var steps = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var item in answer.Items())
            steps[item.Name("market")] = item.Decimal("tick_size");
        return steps;
    }

    // A code that is no symbol of ours is a market that we cannot have.
    private static ExchangeMarket? Market(JsonElement item)
    {
        var code = item.Name("market");
        if (!UpbitCode.TryParse(code, out var symbol, out _) || symbol.QuoteFirstCode != code)
            return null;
        var isTold = item.TryGetProperty("market_event", out var told) && told.ValueKind == JsonValueKind.Object;
        return new ExchangeMarket(
            symbol,
            code,
            item.NameOrEmpty("korean_name"),
            item.NameOrEmpty("english_name"),
            IsTrading: true,
            isTold ? told.TryGetProperty("warning", out var warning) && warning.ValueKind == JsonValueKind.True : IsWarned(item),
            isTold ? Cautions(told) : [],
            PriceStep: null,
            QuantityStep,
            Minimum(symbol.Quote)
        );
    }

    // Older answers have one word instead.
    private static bool IsWarned(JsonElement item) => item.NameOrEmpty("market_warning") is not ("" or "NONE");

    private static string[] Cautions(JsonElement told) =>
        told.TryGetProperty("caution", out var cautions) && cautions.ValueKind == JsonValueKind.Object
            ?
            [
                .. cautions
                    .EnumerateObject()
                    .Where(caution => caution.Value.ValueKind == JsonValueKind.True)
                    .Select(caution => caution.Name),
            ]
            : [];

    private static decimal? Minimum(string quote) =>
        quote switch
        {
            "KRW" => 5_000m,
            "BTC" => 0.00005m,
            "USDT" => 0.5m,
            _ => null,
        };
}
