namespace Bokgi.Host.Platform.Bodies;

/// <summary>The memory that all request bodies under way may take together, with what is parsed from them.</summary>
/// <param name="capacity">In bytes.</param>
internal sealed class BodyBudget(long capacity) : IDisposable
{
    /// <summary>The capacity of a server.</summary>
    public const long Standard = 32 << 20;

    /// <summary>What long bodies leave to short ones, so that a few of them do not keep others from signing in.</summary>
    private const int Reserve = 2 << 20;

    private const int ShortBytes = 64 << 10;

    private readonly SemaphoreSlim turns = new(Math.Max(1, Environment.ProcessorCount / 2));
    private long taken;

    /// <summary>What is taken at the moment, in bytes.</summary>
    public long Taken => Interlocked.Read(ref taken);

    /// <summary>Takes memory.</summary>
    /// <param name="bytes">How much more.</param>
    /// <param name="held">What the same body has taken already.</param>
    /// <exception cref="BodyRefusedException">There is not so much left, or never is.</exception>
    public void Take(long bytes, long held)
    {
        if (held + bytes > capacity)
            throw BodyRefusedException.TooLarge(capacity);
        var left = held + bytes <= ShortBytes ? capacity : capacity - Math.Min(Reserve, capacity / 16);
        if (Interlocked.Add(ref taken, bytes) <= left)
            return;
        Return(bytes);
        throw BodyRefusedException.NoRoom();
    }

    /// <summary>Waits for a turn to parse a long body, which takes a thread for milliseconds: half of them are left to other requests.</summary>
    public Task WaitForTurnAsync(CancellationToken cancel) => turns.WaitAsync(cancel);

    public void EndTurn() => turns.Release();

    public void Dispose() => turns.Dispose();

    public void Return(long bytes) => Interlocked.Add(ref taken, -bytes);
}
