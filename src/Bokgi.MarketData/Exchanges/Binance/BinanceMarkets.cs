using System.Text.Json;
using Bokgi.MarketData.Exchanges.Http;
using Bokgi.Markets;

namespace Bokgi.MarketData.Exchanges.Binance;

/// <summary>Parses Binance's list of markets. The trading rules of a market are in its filters; older responses have no filters.</summary>
internal static class BinanceMarkets
{
    /// <exception cref="FormatException">The response is malformed.</exception>
    public static List<ExchangeMarket> Read(JsonElement body) =>
        body.TryGetProperty("symbols", out var symbols)
            ? [.. symbols.Items().Select(ReadMarket).OfType<ExchangeMarket>()]
            : throw new FormatException("it has no symbols");

    private static ExchangeMarket? ReadMarket(JsonElement item)
    {
        if (!Symbol.TryParse($"{item.Text("baseAsset")}_{item.Text("quoteAsset")}", out var symbol, out _))
            return null;
        return new ExchangeMarket(
            symbol,
            item.Text("symbol"),
            KoreanName: string.Empty,
            EnglishName: string.Empty,
            IsTrading: item.Text("status") == "TRADING",
            HasWarning: false,
            Cautions: [],
            ReadRule(item, "tickSize", "PRICE_FILTER"),
            ReadRule(item, "stepSize", "LOT_SIZE"),
            ReadRule(item, "minNotional", "NOTIONAL", "MIN_NOTIONAL")
        );
    }

    private static decimal? ReadRule(JsonElement item, string name, params ReadOnlySpan<string> filters)
    {
        if (!item.TryGetProperty("filters", out var allFilters))
            return null;
        foreach (var filter in allFilters.Items())
        {
            if (filters.Contains(filter.TextOrEmpty("filterType")) && filter.Decimal(name) is > 0 and var value)
                return value;
        }

        return null;
    }
}
