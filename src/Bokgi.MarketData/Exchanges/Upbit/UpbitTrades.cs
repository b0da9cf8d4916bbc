using System.Text.Json;
using Bokgi.MarketData.Exchanges.Http;
using Bokgi.Markets;

namespace Bokgi.MarketData.Exchanges.Upbit;

/// <summary>Parses Upbit's trades: from REST, and from websocket frames with full or short field names.</summary>
internal static class UpbitTrades
{
    private const string Snapshot = "SNAPSHOT";

    /// <summary>Parses the response to <see cref="UpbitRequests.Trades"/>, which comes newest first.</summary>
    /// <exception cref="FormatException">The response is malformed.</exception>
    public static List<ExchangeTrade> Read(JsonElement body, Symbol symbol)
    {
        var trades = new List<ExchangeTrade>();
        foreach (var item in body.Items())
        {
            if (item.Text("market") != symbol.QuoteFirstCode)
                throw new FormatException($"a trade is of another market than {symbol.QuoteFirstCode}");
            trades.Add(
                new ExchangeTrade(
                    symbol,
                    item.Int64("sequential_id"),
                    item.Time("timestamp"),
                    RequirePositive(item.Decimal("trade_price")),
                    item.Decimal("trade_volume"),
                    item.Text("ask_bid") == "BID"
                )
            );
        }

        return trades;
    }

    /// <summary>Parses a websocket frame.</summary>
    /// <returns>The trade, and whether it is the latest one from before the subscription; null when the frame is not a trade.</returns>
    /// <exception cref="FormatException">The frame is malformed.</exception>
    public static (ExchangeTrade Trade, bool IsSnapshot)? ReadFrame(JsonElement frame)
    {
        if (frame.ValueKind != JsonValueKind.Object)
            throw new FormatException("it is not an object");
        if (frame.TextOrEmpty("type") == "trade")
        {
            var trade = Read(frame, "code", "sequential_id", "trade_timestamp", "trade_price", "trade_volume", "ask_bid");
            return (trade, frame.TextOrEmpty("stream_type") == Snapshot);
        }

        return frame.TextOrEmpty("ty") == "trade"
            ? (Read(frame, "cd", "sid", "ttms", "tp", "tv", "ab"), frame.TextOrEmpty("st") == Snapshot)
            : null;
    }

    // The strings are the names of the frame's fields.
    private static ExchangeTrade Read(
        JsonElement frame,
        string codeField,
        string idField,
        string timeField,
        string priceField,
        string volumeField,
        string sideField
    ) =>
        UpbitCode.TryParse(frame.Text(codeField), out var symbol, out var error)
            ? new ExchangeTrade(
                symbol,
                frame.Int64(idField),
                frame.Time(timeField),
                RequirePositive(frame.Decimal(priceField)),
                frame.Decimal(volumeField),
                frame.Text(sideField) == "BID"
            )
            : throw new FormatException(error);

    private static decimal RequirePositive(decimal price) => price > 0 ? price : throw new FormatException($"a price cannot be {price}");
}
