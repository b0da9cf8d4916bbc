namespace Bokgi.FakeExchange.Upbit.Socket;

/// <summary>The connection to a client.</summary>
internal interface ISocketSink
{
    /// <summary>Sends a message. If the client reads too slowly, the call waits until the client reads again.</summary>
    ValueTask SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancel);

    /// <summary>Cuts the connection and throws <see cref="OperationCanceledException"/>.</summary>
    void Abort();

    /// <summary>Keeps the connection open but sends nothing more.</summary>
    void Silence();
}
