using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Bokgi.FakeExchange;
using Shouldly;

namespace Bokgi.IntegrationTests.FakeExchange;

/// <summary>A websocket client that neither reconnects nor pings by itself.</summary>
internal sealed class PlainSocketClient : IDisposable
{
    public const string SubscriptionToAllTrades =
        """[{"ticket":"t"},{"type":"trade","codes":["KRW-BTC","KRW-ETH","KRW-XRP","KRW-DOGE","KRW-SOL"],"is_only_realtime":true}]""";

    private readonly ClientWebSocket socket = new();
    private readonly byte[] buffer = new byte[64 * 1024];
    private readonly CancellationTokenSource timeout = new(TestTimeout.Value);

    private Task<string?>? pendingReceive;

    private PlainSocketClient() => socket.Options.KeepAliveInterval = TimeSpan.Zero;

    public WebSocketMessageType LastMessageType { get; private set; }

    public WebSocketCloseStatus? CloseStatus => socket.CloseStatus;

    public static async Task<PlainSocketClient> ConnectAsync(FakeExchangeServer server, string? request = null)
    {
        var client = new PlainSocketClient();
        await client.socket.ConnectAsync(server.StreamAddress, client.timeout.Token);
        if (request is not null)
            await client.SendAsync(request);
        return client;
    }

    public Task SendAsync(string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, timeout.Token);

    /// <summary>The next message; null when the server closed the connection.</summary>
    public async Task<string?> ReceiveAsync()
    {
        var length = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(length), timeout.Token);
            if (received.MessageType == WebSocketMessageType.Close)
                return null;
            LastMessageType = received.MessageType;
            length += received.Count;
            if (received.EndOfMessage)
                return Encoding.UTF8.GetString(buffer, 0, length);
        }
    }

    public async Task<JsonElement> ReceiveJsonAsync() => JsonElement.Parse((await ReceiveAsync())!);

    /// <summary>Waits until the server has processed everything sent so far.</summary>
    public async Task WaitUntilProcessedAsync()
    {
        await SendAsync("PING");
        (await ReceiveAsync()).ShouldBe("""{"status":"UP"}""");
    }

    /// <summary>The next message within this time; null if there is none, "closed" if the server closed the connection.</summary>
    public async Task<string?> ReceiveWithinAsync(TimeSpan time)
    {
        // A receive that does not complete in time stays pending for the next call, because a websocket allows only one receive at a time.
        if (pendingReceive is null or { IsCompleted: true })
            pendingReceive = ReceiveAsync();
        return await Task.WhenAny(pendingReceive, Task.Delay(time, TimeProvider.System)) == pendingReceive
            ? await pendingReceive ?? "closed"
            : null;
    }

    public void Dispose()
    {
        socket.Dispose();
        timeout.Dispose();
    }
}
