namespace Bokgi.FakeExchange.Upbit.Socket;

/// <summary>The byte stream under a websocket. It measures idle time and can stop all traffic without closing the connection.</summary>
internal sealed class WatchedStream(Stream inner, TimeProvider realClock) : Stream
{
    private long lastActivity = realClock.GetTimestamp();
    private volatile bool isSilent;

    /// <summary>Time since bytes were last sent or received.</summary>
    public TimeSpan IdleTime => realClock.GetElapsedTime(Interlocked.Read(ref lastActivity));

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Ignores all incoming and outgoing data from now on.</summary>
    public void Silence() => isSilent = true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        if (isSilent)
            await Task.Delay(Timeout.InfiniteTimeSpan, realClock, cancellationToken);
        Interlocked.Exchange(ref lastActivity, realClock.GetTimestamp());
        return read;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (isSilent)
            return;
        await inner.WriteAsync(buffer, cancellationToken);
        Interlocked.Exchange(ref lastActivity, realClock.GetTimestamp());
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) =>
        isSilent ? Task.CompletedTask : inner.FlushAsync(cancellationToken);

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
