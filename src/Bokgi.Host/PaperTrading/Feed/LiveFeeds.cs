using System.Collections.Concurrent;
using Bokgi.Host.Platform.Exchanges;

namespace Bokgi.Host.PaperTrading.Feed;

/// <summary>The live feeds, one per exchange for all sessions of this process; each starts on first use.</summary>
internal sealed class LiveFeeds(ExchangeConnections exchanges, TimeProvider clock, ILogger<LiveFeed> log) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<LiveFeed>> feeds = new(StringComparer.Ordinal);

    public LiveFeed GetFeed(string exchange) =>
        feeds.GetOrAdd(exchange, name => new Lazy<LiveFeed>(() => new LiveFeed(exchanges.GetOrOpen(name), clock, log))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var feed in feeds.Values.Where(lazyFeed => lazyFeed.IsValueCreated))
            await feed.Value.DisposeAsync();
    }
}
