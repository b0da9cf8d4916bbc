namespace Bokgi.FakeExchange.Upbit.Socket;

/// <summary>The way to a client.</summary>
internal interface ISocketSink
{
    /// <summary>Sends a message, and waits while the client does not read.</summary>
    ValueTask SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancel);

    /// <summary>Cuts the connection.</summary>
    void Abort();

    /// <summary>Keeps the connection and sends no more.</summary>
    void FallSilent();
}
