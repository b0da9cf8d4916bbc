namespace Bokgi.FakeExchange.Limits;

/// <summary>
/// Blocks a caller that keeps sending requests after rejections. A block that follows less than five minutes after the start of the
/// previous one is twice as long, up to five minutes.
/// </summary>
/// <remarks>There is only one caller, because all requests come from this machine.</remarks>
internal sealed class CallerBlock(TimeProvider realClock)
{
    private const int RejectionsBeforeBlock = 10;
    private const int MaxBlockSeconds = 300;
    private const int FirstBlockSeconds = 2;
    private const int MaxDoublings = 8; // enough to reach MaxBlockSeconds

    private static readonly TimeSpan RejectionWindow = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ResetAfter = TimeSpan.FromMinutes(5);

    private readonly Lock gate = new();
    private readonly Queue<long> rejections = new();
    private long blockedFrom;
    private TimeSpan blockedFor = TimeSpan.Zero;
    private int consecutiveBlocks;

    /// <summary>How long the caller remains blocked; zero if it is not.</summary>
    public TimeSpan Remaining
    {
        get
        {
            lock (gate)
                return blockedFor - realClock.GetElapsedTime(blockedFrom) is { Ticks: > 0 } time ? time : TimeSpan.Zero;
        }
    }

    /// <summary>Records a rejection; too many in a short time block the caller.</summary>
    public void RecordRejection()
    {
        lock (gate)
        {
            var now = realClock.GetTimestamp();
            rejections.Enqueue(now);
            while (realClock.GetElapsedTime(rejections.Peek(), now) > RejectionWindow)
                rejections.Dequeue();
            if (rejections.Count < RejectionsBeforeBlock)
                return;
            rejections.Clear();
            if (realClock.GetElapsedTime(blockedFrom, now) > ResetAfter)
                consecutiveBlocks = 0;
            BlockFor(TimeSpan.FromSeconds(Math.Min(MaxBlockSeconds, FirstBlockSeconds << Math.Min(consecutiveBlocks, MaxDoublings))));
            consecutiveBlocks++;
        }
    }

    /// <summary>Blocks the caller immediately, for the shortest time.</summary>
    public void Block()
    {
        lock (gate)
            BlockFor(TimeSpan.FromSeconds(FirstBlockSeconds));
    }

    private void BlockFor(TimeSpan time) => (blockedFrom, blockedFor) = (realClock.GetTimestamp(), time);
}
