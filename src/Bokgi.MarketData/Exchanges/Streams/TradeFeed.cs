using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Bokgi.MarketData.Exchanges.Http;
using Bokgi.Markets;

namespace Bokgi.MarketData.Exchanges.Streams;

/// <summary>A trade stream that reconnects indefinitely and fetches missed trades before it continues.</summary>
internal sealed class TradeFeed(ITradeStream stream, StateFile state, TimeProvider clock, FeedTimes times)
{
    // The number of messages buffered for the consumer. A slow consumer delays only this stream; if it is slow for too long, the
    // exchange closes the connection.
    private const int BufferSize = 65_536;

    public async IAsyncEnumerable<FeedMessage> StreamAsync(IReadOnlyList<Symbol> symbols, [EnumeratorCancellation] CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        if (symbols.Count == 0)
            throw new ArgumentException("there is no symbol to stream; name at least one", nameof(symbols));
        var channel = Channel.CreateBounded<FeedMessage>(BufferSize);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var running = RunAsync(symbols, channel.Writer, stop.Token);
        try
        {
            await foreach (var message in channel.Reader.ReadAllAsync(cancel))
                yield return message;
        }
        finally
        {
            await stop.CancelAsync();
            await running;
        }
    }

    private async Task RunAsync(IReadOnlyList<Symbol> symbols, ChannelWriter<FeedMessage> messages, CancellationToken cancel)
    {
        var deduplicators = symbols.ToDictionary(symbol => symbol, _ => new TradeDeduplicator());
        var session = new FeedSession(stream, symbols, deduplicators, messages, clock, times);
        try
        {
            for (var failures = 0; ; failures++)
            {
                var reason = await session.RunAsync(cancel);
                if (session.HasReceived)
                    failures = 0;
                state.RecordFailure(reason);
                await messages.WriteAsync(new FeedMessage.Disconnected(clock.GetUtcNow(), reason), cancel);
                await Task.Delay(GetReconnectDelay(failures), clock, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            messages.Complete();
        }
        catch (Exception failure)
        {
            messages.Complete(failure);
        }
    }

    private TimeSpan GetReconnectDelay(int failures)
    {
        // The limit on the exponent keeps the product from overflowing.
        var doubled = times.FirstReconnectDelay * Math.Pow(2, Math.Min(failures, 20));
        return (doubled < times.MaxReconnectDelay ? doubled : times.MaxReconnectDelay) * (0.5 + Random.Shared.NextDouble());
    }
}
