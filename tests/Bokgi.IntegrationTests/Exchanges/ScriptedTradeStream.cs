using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using Bokgi.MarketData.Exchanges;
using Bokgi.MarketData.Exchanges.Streams;
using Bokgi.Markets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Bokgi.IntegrationTests.Exchanges;

/// <summary>
/// A scripted stream of trades over a real websocket: each connection sends its frames and then closes. A frame is written as <c>KIND MARKET
/// ID SECOND</c>, where KIND is <c>snapshot</c> (a trade that happened before the connection) or <c>trade</c>.
/// </summary>
internal sealed class ScriptedTradeStream : ITradeStream, IAsyncDisposable
{
    private readonly WebApplication server;
    private readonly ConcurrentQueue<string[]> connections;
    private readonly ConcurrentQueue<Func<Symbol, FetchedTrades>> fetches;

    /// <param name="connections">The frames of each connection; any further connection stays open and silent.</param>
    /// <param name="fetches">The trades that each request for missed trades returns.</param>
    public ScriptedTradeStream(IEnumerable<string[]> connections, IEnumerable<Func<Symbol, FetchedTrades>> fetches)
    {
        this.connections = new ConcurrentQueue<string[]>(connections);
        this.fetches = new ConcurrentQueue<Func<Symbol, FetchedTrades>>(fetches);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        server = builder.Build();
        server.UseWebSockets();
        server.Run(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var isScriptOver = !this.connections.TryDequeue(out var frames);
            foreach (var frame in frames ?? [])
                await socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, true, context.RequestAborted);
            if (!isScriptOver)
                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
            else
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        server.StartAsync().GetAwaiter().GetResult();
    }

    public ReadOnlyMemory<byte> Ping => default;

    public static ExchangeTrade Trade(Symbol symbol, long id, long second) =>
        new(symbol, id, second * UnixTime.MicrosecondsPerSecond, Price: 100, Quantity: 1, IsBuy: true);

    public Task<long> GetTimeAsync(CancellationToken cancel) => Task.FromResult(0L);

    public Uri PrepareConnection(IReadOnlyList<Symbol> symbols) =>
        new(server.Urls.Single().Replace("http", "ws", StringComparison.Ordinal));

    public ReadOnlyMemory<byte> CreateSubscription(IReadOnlyList<Symbol> symbols) => default;

    public (ExchangeTrade Trade, bool IsSnapshot)? ReadFrame(ReadOnlyMemory<byte> frame)
    {
        var words = Encoding.UTF8.GetString(frame.Span).Split(' ');
        return (Trade(Symbol.Parse(words[1]), long.Parse(words[2], null), long.Parse(words[3], null)), words[0] == "snapshot");
    }

    public Task<FetchedTrades> FetchTradesSinceAsync(Symbol symbol, long sinceUtc, CancellationToken cancel) =>
        Task.FromResult(fetches.TryDequeue(out var fetch) ? fetch(symbol) : new FetchedTrades([], sinceUtc));

    public async ValueTask DisposeAsync()
    {
        await server.StopAsync();
        await server.DisposeAsync();
    }
}
