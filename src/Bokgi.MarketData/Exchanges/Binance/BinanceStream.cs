using System.Text.Json;
using Bokgi.MarketData.Exchanges.Http;
using Bokgi.MarketData.Exchanges.Streams;
using Bokgi.Markets;

namespace Bokgi.MarketData.Exchanges.Binance;

/// <summary>
/// Binance's stream of aggregate trades. The address names the markets, so no subscription is sent. Binance sends pings, so this program sends
/// none. Trades that the stream missed are requested by REST.
/// </summary>
internal sealed class BinanceStream(ExchangeHttp http, Uri address) : ITradeStream
{
    private const int MaximumPages = 20;

    private volatile Dictionary<string, Symbol> markets = [];

    public ReadOnlyMemory<byte> Ping => ReadOnlyMemory<byte>.Empty;

    public Uri PrepareConnection(IReadOnlyList<Symbol> symbols)
    {
        markets = symbols.ToDictionary(BinanceRequests.Code);
        return new Uri(address, $"/stream?streams={string.Join('/', markets.Keys.Select(code => $"{code.ToLowerInvariant()}@aggTrade"))}");
    }

    public ReadOnlyMemory<byte> CreateSubscription(IReadOnlyList<Symbol> symbols) => ReadOnlyMemory<byte>.Empty;

    public (ExchangeTrade Trade, bool IsSnapshot)? ReadFrame(ReadOnlyMemory<byte> frame)
    {
        using var document = JsonDocument.Parse(frame);
        return BinanceTrades.ReadFrame(document.RootElement, markets) is { } trade ? (trade, IsSnapshot: false) : null;
    }

    public Task<long> GetTimeAsync(CancellationToken cancel) => TimeAsync(http, cancel);

    public static async Task<long> TimeAsync(ExchangeHttp http, CancellationToken cancel) =>
        (await http.GetAsync(BinanceRequests.Group, BinanceRequests.Time, body => body.Int64("serverTime"), cancel)).TimeUtc;

    public async Task<FetchedTrades> FetchTradesSinceAsync(Symbol symbol, long sinceUtc, CancellationToken cancel)
    {
        var trades = new List<ExchangeTrade>();
        var path = BinanceRequests.Trades(symbol, sinceUtc);
        var timeUtc = 0L;
        for (var page = 0; page < MaximumPages; page++)
        {
            var response = await http.GetAsync(
                BinanceRequests.Group,
                path,
                body => BinanceTrades.Read(body, symbol),
                cancel,
                BinanceRequests.TradeWeight
            );
            timeUtc = response.TimeUtc;
            trades.AddRange(response.Value);
            if (response.Value.Count < BinanceRequests.MaximumTrades)
                return new FetchedTrades(trades, timeUtc);
            path = BinanceRequests.TradesFrom(symbol, response.Value[^1].Id + 1);
        }

        return new FetchedTrades(Trades: null, timeUtc);
    }
}
