using Bokgi.Markets;

namespace Bokgi.IntegrationTests.PaperTrading;

/// <summary>The simulated death of a process, wherever it is.</summary>
internal sealed class CrashException() : Exception("the process dies here");

/// <summary>A clock that stands where it is set and throws, as if the process died, once its allowed readings are used up.</summary>
internal sealed class CrashingClock : TimeProvider
{
    /// <summary>Microseconds UTC.</summary>
    public long NowUtc { get; set; }

    /// <summary>How many readings succeed before the process dies; null for no limit.</summary>
    public int? LooksLeft { get; set; }

    public override long TimestampFrequency => UnixTime.MicrosecondsPerSecond;

    public override long GetTimestamp() => NowUtc;

    public override DateTimeOffset GetUtcNow()
    {
        if (LooksLeft is { } left)
            LooksLeft = left > 0 ? left - 1 : throw new CrashException();
        return new DateTimeOffset(UnixTime.ToDateTime(NowUtc), TimeSpan.Zero);
    }
}
