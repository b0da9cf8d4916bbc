using System.Text.Json;
using Bokgi.MarketData.Exchanges.Http;
using Bokgi.Markets;

namespace Bokgi.MarketData.Exchanges.Upbit;

/// <summary>Parses Upbit's tickers.</summary>
internal static class UpbitTickers
{
    /// <exception cref="FormatException">The response is malformed.</exception>
    public static List<Ticker> Read(JsonElement body)
    {
        var tickers = new List<Ticker>();
        foreach (var item in body.Items())
        {
            if (UpbitCode.TryParse(item.Text("market"), out var symbol, out _))
                tickers.Add(Read(symbol, item));
        }

        return tickers;
    }

    private static Ticker Read(Symbol symbol, JsonElement item) =>
        new(
            symbol,
            item.Double("trade_price"),
            item.Double("opening_price"),
            item.Double("high_price"),
            item.Double("low_price"),
            item.Double("prev_closing_price"),
            item.Double("signed_change_rate"),
            item.Double("acc_trade_volume_24h"),
            item.Double("acc_trade_price_24h"),
            item.Time("trade_timestamp")
        );
}
