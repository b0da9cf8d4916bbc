using Bokgi.Markets;

namespace Bokgi.UnitTests.Collection;

/// <summary>A clock that shows the time that a test sets.</summary>
internal sealed class ManualClock : TimeProvider
{
    /// <summary>The current time in microseconds since 1970, UTC.</summary>
    public long NowUtc { get; set; }

    public override long TimestampFrequency => UnixTime.MicrosecondsPerSecond;

    public override long GetTimestamp() => NowUtc;

    public override DateTimeOffset GetUtcNow() => new(UnixTime.ToDateTime(NowUtc), TimeSpan.Zero);
}
