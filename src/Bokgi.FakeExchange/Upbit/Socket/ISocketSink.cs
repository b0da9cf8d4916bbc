namespace Bokgi.FakeExchange.Upbit.Socket;

/// <summary>The connection to a client.</summary>
internal interface ISocketSink
{
    /// <summary>Sends a message; waits while the client does not read.</summary>
    ValueTask SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancel);

    /// <summary>Cuts the connection and throws <see cref="OperationCanceledException"/>.</summary>
    void Abort();

    /// <summary>Keeps the connection open but sends nothing more.</summary>
    void Silence();
}
