using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using Bokgi.FakeExchange.Faults;
using Bokgi.FakeExchange.Limits;
using Bokgi.FakeExchange.Recording;

namespace Bokgi.FakeExchange.Upbit.Socket;

/// <summary>One connection: receives requests and serves the most recent one. <c>abort</c> cuts the TCP connection.</summary>
internal sealed class SocketSession(
    WatchedStream stream,
    Action abort,
    RecordedMarkets markets,
    VirtualClock clock,
    TimeProvider realClock,
    FaultScript faults,
    RequestStatistics allClientsStatistics
) : ISocketSink, IDisposable
{
    // The rate-limit group of messages that clients send.
    private const string MessageGroup = "websocket-message";
    private const int MaxMessagesPerSecond = 5;
    private const int MaxMessageBytes = 64 * 1024;

    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(120);
    private static readonly byte[] PingResponse = """{"status":"UP"}"""u8.ToArray();

    // Disables keep-alive frames, because the real exchange does not send any.
    private readonly WebSocket socket = WebSocket.CreateFromStream(
        stream,
        new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = TimeSpan.Zero }
    );

    private readonly SemaphoreSlim sendLock = new(1, 1);
    private readonly RequestStatistics clientStatistics = new(realClock);
    private readonly Channel<(SocketRequest Request, long ReceivedUtc)> requests = Channel.CreateBounded<(SocketRequest, long)>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest }
    );

    /// <summary>Serves the client until either side closes the connection.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        using var sessionCancellation = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task[] tasks =
        [
            ReceiveAsync(sessionCancellation.Token),
            ServeRequestsAsync(sessionCancellation.Token),
            WaitUntilIdleAsync(sessionCancellation.Token),
        ];
        await Task.WhenAny(tasks);
        var isClosed = socket.State is WebSocketState.Closed; // before the cancellation changes the state
        await sessionCancellation.CancelAsync();
        if (!isClosed)
            abort();
        await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancel) =>
        await SendAsync(frame, WebSocketMessageType.Binary, cancel);

    public void Abort()
    {
        abort();
        throw new OperationCanceledException("a fault cut the connection");
    }

    public void Silence() => stream.Silence();

    public void Dispose()
    {
        socket.Dispose();
        sendLock.Dispose();
    }

    private async Task ReceiveAsync(CancellationToken cancel)
    {
        var buffer = new byte[MaxMessageBytes];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult received;
            do
            {
                received = await socket.ReceiveAsync(buffer.AsMemory(length), cancel);
                length += received.Count;
            } while (!received.EndOfMessage && length < buffer.Length);

            if (received.MessageType == WebSocketMessageType.Close)
            {
                await CloseAsync(WebSocketCloseStatus.NormalClosure, cancel);
                return;
            }

            allClientsStatistics.RecordAndCountLastSecond(MessageGroup);
            var isTooLong = !received.EndOfMessage;
            if (clientStatistics.RecordAndCountLastSecond(MessageGroup) > MaxMessagesPerSecond || isTooLong)
            {
                allClientsStatistics.RecordRejection(MessageGroup);
                await CloseAsync(WebSocketCloseStatus.PolicyViolation, cancel);
                await DrainAsync(buffer, cancel);
                return;
            }

            await HandleMessageAsync(buffer.AsMemory(0, length), cancel);
        }
    }

    // Waits for the client's close frame, because cutting the connection at once could lose our own close frame.
    private async Task DrainAsync(byte[] buffer, CancellationToken cancel)
    {
        while ((await socket.ReceiveAsync(buffer.AsMemory(), cancel)).MessageType != WebSocketMessageType.Close) { }
    }

    private async Task HandleMessageAsync(ReadOnlyMemory<byte> message, CancellationToken cancel)
    {
        if (message.Span.SequenceEqual("PING"u8))
            await SendAsync(PingResponse, WebSocketMessageType.Text, cancel);
        else if (SocketRequest.Parse(message, markets, out var error) is { } request)
            requests.Writer.TryWrite((request, clock.NowUtc));
        else
            await SendAsync(
                Encoding.UTF8.GetBytes($$$"""{"error":{"name":"{{{error}}}","message":"{{{error}}}"}}"""),
                WebSocketMessageType.Text,
                cancel
            );
    }

    private async Task ServeRequestsAsync(CancellationToken cancel)
    {
        var (request, receivedUtc) = await requests.Reader.ReadAsync(cancel);
        while (true)
        {
            using var pumpCancellation = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            using var pump = new FeedPump(request, receivedUtc, clock, faults, this);
            var pumpTask = pump.RunAsync(pumpCancellation.Token);
            var nextRequest = requests.Reader.ReadAsync(cancel).AsTask();
            if (await Task.WhenAny(pumpTask, nextRequest) == pumpTask)
                await pumpTask; // throws if the pump failed; if it has sent everything, the client may still send a request
            (request, receivedUtc) = await nextRequest;
            await pumpCancellation.CancelAsync();
            await pumpTask.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WaitUntilIdleAsync(CancellationToken cancel)
    {
        while (stream.IdleTime is var idleTime && idleTime < IdleTimeout)
            await Task.Delay(IdleTimeout - idleTime, realClock, cancel);
    }

    private async Task SendAsync(ReadOnlyMemory<byte> frame, WebSocketMessageType type, CancellationToken cancel)
    {
        await sendLock.WaitAsync(cancel);
        try
        {
            // Never cancel in the middle of a message: when a new request replaces the current one, the socket stays in use.
            await socket.SendAsync(frame, type, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            sendLock.Release();
        }
    }

    private async Task CloseAsync(WebSocketCloseStatus status, CancellationToken cancel)
    {
        await sendLock.WaitAsync(cancel);
        try
        {
            await socket.CloseOutputAsync(status, null, cancel);
        }
        finally
        {
            sendLock.Release();
        }
    }
}
