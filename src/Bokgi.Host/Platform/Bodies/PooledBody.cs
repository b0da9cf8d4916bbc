using System.Buffers;
using System.Numerics;

namespace Bokgi.Host.Platform.Bodies;

/// <summary>A complete body in pooled memory, which is returned when the body is disposed.</summary>
internal sealed class PooledBody : IDisposable
{
    private const int InitialBytes = 4 << 10;
    private const int Growth = 2;

    // The shared pool would keep a buffer of each size for each thread, several megabytes a thread.
    private static readonly ArrayPool<byte> Buffers = ArrayPool<byte>.Create(maxArrayLength: 1 << 20, maxArraysPerBucket: 16);

    private readonly BodyShare share;
    private readonly int limit;
    private readonly byte[] extraByte = new byte[1];
    private byte[] buffer = [];
    private int capacity; // usable bytes of the buffer, as taken from the budget; the pool may lend a longer one
    private int length;

    private PooledBody(BodyShare share, int limit) => (this.share, this.limit) = (share, limit);

    public ReadOnlySpan<byte> Bytes => buffer.AsSpan(0, length);

    /// <summary>
    /// Reads the body. Takes memory from the budget as bytes arrive, so that a client that sends slowly, or only announces a large body,
    /// holds little.
    /// </summary>
    /// <exception cref="BodyRejectedException">The body is longer than <paramref name="limit"/>, or the budget is used up.</exception>
    public static async ValueTask<PooledBody> ReadAsync(HttpContext context, long limit, BodyShare share)
    {
        var body = new PooledBody(share, (int)Math.Min(limit, Array.MaxLength));
        try
        {
            while (await context.Request.Body.ReadAsync(body.FreeSpace(), context.RequestAborted) is > 0 and var read)
            {
                if (body.length == body.limit)
                    throw BodyRejectedException.TooLarge(limit);
                body.length += read;
            }

            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose() => ReplaceBuffer([], 0);

    // At the limit, one extra byte shows whether the body is longer.
    private Memory<byte> FreeSpace()
    {
        if (length == limit)
            return extraByte;
        if (length == capacity)
            Grow();
        return buffer.AsMemory(length, Math.Min(capacity, limit) - length);
    }

    private void Grow()
    {
        var wanted = Math.Min(Math.Max(InitialBytes, Growth * (long)capacity), limit);
        var size = (int)BitOperations.RoundUpToPowerOf2((ulong)wanted);
        share.Take(size);
        var larger = Buffers.Rent(size);
        Bytes.CopyTo(larger);
        ReplaceBuffer(larger, size);
    }

    private void ReplaceBuffer(byte[] replacement, int size)
    {
        if (capacity > 0)
        {
            Buffers.Return(buffer);
            share.Return(capacity);
        }

        (buffer, capacity) = (replacement, size);
    }
}
