using System.Buffers;
using System.Net.WebSockets;

namespace Bokgi.MarketData.Exchanges.Streams;

/// <summary>Reads whole websocket messages into one buffer that grows as needed.</summary>
internal sealed class FrameReader(WebSocket socket) : IDisposable
{
    private const int MaximumBytes = 1 << 20;

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(16_384);

    /// <summary>Reads the next message, valid until the next call; null when the other side closed the connection.</summary>
    /// <exception cref="WebSocketException">The connection was lost, or a message is too long.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancel)
    {
        for (var length = 0; ; )
        {
            if (length == buffer.Length)
                Grow();
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), cancel);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            length += part.Count;
            if (part.EndOfMessage)
                return buffer.AsMemory(0, length);
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);

    private void Grow()
    {
        if (buffer.Length >= MaximumBytes)
            throw new WebSocketException($"a message is longer than {MaximumBytes} bytes");
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
