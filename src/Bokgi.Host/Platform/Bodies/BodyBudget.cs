namespace Bokgi.Host.Platform.Bodies;

/// <summary>The memory, in bytes, that all current request bodies may use together, including what is parsed from them.</summary>
internal sealed class BodyBudget(long capacity) : IDisposable
{
    public const long DefaultCapacity = 24 << 20; // 24 MiB

    // Bytes that only small bodies may take, so that a few large bodies do not keep others from signing in. If the whole budget is below
    // 24 MiB, a twelfth of the budget is reserved instead.
    private const int ReservedForSmallBodies = 2 << 20;

    private const int SmallBodyBytes = 64 << 10;

    private readonly SemaphoreSlim parseSlots = new(Math.Max(1, Environment.ProcessorCount / 2));
    private long takenBytes;

    public long TakenBytes => Interlocked.Read(ref takenBytes);

    /// <summary>Takes bytes from the budget for a request that already holds <paramref name="alreadyHeld"/> bytes of it.</summary>
    /// <exception cref="BodyRejectedException">There is not enough memory left, or the body exceeds the whole budget.</exception>
    public void Take(long bytes, long alreadyHeld)
    {
        if (alreadyHeld + bytes > capacity)
            throw BodyRejectedException.TooLarge(capacity);
        var available = alreadyHeld + bytes <= SmallBodyBytes ? capacity : capacity - Math.Min(ReservedForSmallBodies, capacity / 12);
        if (Interlocked.Add(ref takenBytes, bytes) <= available)
            return;
        Return(bytes);
        throw BodyRejectedException.TooManyBodies();
    }

    /// <summary>
    /// Waits for a turn to parse a large body. Parsing a large body occupies a core for milliseconds, so at most half of the
    /// cores parse large bodies at a time.
    /// </summary>
    public Task WaitToParseAsync(CancellationToken cancel) => parseSlots.WaitAsync(cancel);

    public void EndParsing() => parseSlots.Release();

    public void Dispose() => parseSlots.Dispose();

    public void Return(long bytes) => Interlocked.Add(ref takenBytes, -bytes);
}
