using System.Text.Json;
using Bokgi.MarketData.Exchanges.Http;
using Bokgi.Markets;

namespace Bokgi.MarketData.Exchanges.Binance;

/// <summary>Parses Binance's tickers. Their open, high, low and volumes cover the last 24 hours, not a calendar day.</summary>
internal static class BinanceTickers
{
    /// <param name="body">The body of the response.</param>
    /// <param name="requested">The requested markets by code.</param>
    /// <exception cref="FormatException">The response is malformed.</exception>
    public static List<Ticker> Read(JsonElement body, Dictionary<string, Symbol> requested)
    {
        var tickers = new List<Ticker>();
        foreach (var item in body.Items())
        {
            if (requested.TryGetValue(item.Text("symbol"), out var symbol))
                tickers.Add(Read(symbol, item));
        }

        return tickers;
    }

    private static Ticker Read(Symbol symbol, JsonElement item)
    {
        var (price, previousClose) = (item.Double("lastPrice"), item.Double("prevClosePrice"));
        return new Ticker(
            symbol,
            price,
            item.Double("openPrice"),
            item.Double("highPrice"),
            item.Double("lowPrice"),
            previousClose,
            previousClose > 0 ? (price / previousClose) - 1 : 0,
            item.Double("volume"),
            item.Double("quoteVolume"),
            item.Time("closeTime")
        );
    }
}
