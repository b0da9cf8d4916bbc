using Bokgi.Markets;

namespace Bokgi.IntegrationTests.PaperTrading;

/// <summary>A process dies, wherever it is.</summary>
internal sealed class CrashException() : Exception("the process dies here");

/// <summary>A clock that stands where it is set, and at which a process dies that looks at it for the last time it was given.</summary>
internal sealed class CrashingClock : TimeProvider
{
    /// <summary>Microseconds UTC.</summary>
    public long NowUtc { get; set; }

    /// <summary>After so many looks the process dies; null for never.</summary>
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
