using System.Text.Json;
using Bokgi.MarketData.Exchanges.Http;
using Bokgi.Markets;

namespace Bokgi.MarketData.Exchanges.Binance;

/// <summary>Parses Binance's aggregate trades, which have the same fields in REST and in the stream.</summary>
internal static class BinanceTrades
{
    /// <exception cref="FormatException">The response is malformed.</exception>
    public static List<ExchangeTrade> Read(JsonElement body, Symbol symbol) => [.. body.Items().Select(item => ReadTrade(item, symbol))];

    /// <summary>Parses a frame of the combined stream; null when it is not a trade of these markets.</summary>
    /// <exception cref="FormatException">The frame is malformed.</exception>
    public static ExchangeTrade? ReadFrame(JsonElement frame, IReadOnlyDictionary<string, Symbol> markets)
    {
        if (frame.ValueKind != JsonValueKind.Object)
            throw new FormatException("it is not an object");
        if (
            frame.TryGetProperty("data", out var data)
            && data.ValueKind == JsonValueKind.Object
            && data.TextOrEmpty("e") == "aggTrade"
            && markets.TryGetValue(data.Text("s"), out var symbol)
        )
            return ReadTrade(data, symbol);
        return null;
    }

    // Binance's fields: a is the trade's id, T the time, p the price, q the quantity, m whether the buyer was the maker. If the buyer was not
    // the maker, the taker bought.
    private static ExchangeTrade ReadTrade(JsonElement item, Symbol symbol) =>
        new(
            symbol,
            item.Int64("a"),
            item.Time("T"),
            item.Decimal("p") is > 0 and var price ? price : throw new FormatException("a price is not above 0"),
            item.Decimal("q"),
            item.TryGetProperty("m", out var isBuyerMaker) && isBuyerMaker.ValueKind == JsonValueKind.False
        );
}
