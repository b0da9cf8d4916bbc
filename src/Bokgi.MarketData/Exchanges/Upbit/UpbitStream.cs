using System.Text.Json;
using Bokgi.MarketData.Exchanges.Http;
using Bokgi.MarketData.Exchanges.Streams;
using Bokgi.Markets;

namespace Bokgi.MarketData.Exchanges.Upbit;

/// <summary>
/// Upbit's stream of trades over a websocket. One message subscribes to all markets, and text messages keep the connection open. Trades
/// missed during an outage are fetched over REST.
/// </summary>
internal sealed class UpbitStream(ExchangeHttp http, Uri address) : ITradeStream
{
    // If the missed trades of a market do not fit into this many responses, they are not fetched.
    private const int MaximumPages = 20;

    public ReadOnlyMemory<byte> Ping { get; } = "PING"u8.ToArray();

    public Uri PrepareConnection(IReadOnlyList<Symbol> symbols) => address;

    public ReadOnlyMemory<byte> CreateSubscription(IReadOnlyList<Symbol> symbols) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new object[]
            {
                new { ticket = Guid.NewGuid().ToString() },
                new { type = "trade", codes = symbols.Select(symbol => symbol.QuoteFirstCode) },
                new { format = "SIMPLE" },
            }
        );

    public (ExchangeTrade Trade, bool IsSnapshot)? ReadFrame(ReadOnlyMemory<byte> frame)
    {
        using var document = JsonDocument.Parse(frame);
        return UpbitTrades.ReadFrame(document.RootElement);
    }

    public Task<long> GetTimeAsync(CancellationToken cancel) => TimeAsync(http, cancel);

    public static async Task<long> TimeAsync(ExchangeHttp http, CancellationToken cancel) =>
        (await http.GetAsync(UpbitRequests.MarketGroup, UpbitRequests.Time, _ => true, cancel)).TimeUtc;

    public async Task<FetchedTrades> FetchTradesSinceAsync(Symbol symbol, long sinceUtc, CancellationToken cancel)
    {
        var trades = new List<ExchangeTrade>();
        long? cursor = null;
        var timeUtc = 0L;
        for (int page = 0, daysAgo = 0; page < MaximumPages && daysAgo <= UpbitRequests.MaximumTradeDays; page++)
        {
            var response = await http.GetAsync(
                UpbitRequests.TradeGroup,
                UpbitRequests.Trades(symbol, daysAgo, cursor),
                body => UpbitTrades.Read(body, symbol),
                cancel
            );
            if (page == 0)
                timeUtc = response.TimeUtc; // later pages add older trades only
            trades.AddRange(response.Value.Where(trade => trade.TimeUtc >= sinceUtc));
            if (response.Value.Count > 0 && response.Value[^1].TimeUtc < sinceUtc)
                return new FetchedTrades(trades, timeUtc);
            if (response.Value.Count == UpbitRequests.MaximumTrades)
                cursor = response.Value[^1].Id;
            else if (StartOfDay(response.TimeUtc, daysAgo) <= sinceUtc)
                return new FetchedTrades(trades, timeUtc);
            else
                (daysAgo, cursor) = (daysAgo + 1, null); // a page that is not full is the last one of its day
        }

        return new FetchedTrades(Trades: null, timeUtc);
    }

    private static long StartOfDay(long utc, int daysBefore) =>
        ((utc / UnixTime.MicrosecondsPerDay) - daysBefore) * UnixTime.MicrosecondsPerDay;
}
