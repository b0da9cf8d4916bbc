using Bokgi.Markets;

namespace Bokgi.UnitTests.Collection;

/// <summary>A clock that stands where it is set.</summary>
internal sealed class SetClock : TimeProvider
{
    /// <summary>Microseconds UTC.</summary>
    public long NowUtc { get; set; }

    public override long TimestampFrequency => UnixTime.MicrosecondsPerSecond;

    public override long GetTimestamp() => NowUtc;

    public override DateTimeOffset GetUtcNow() => new(UnixTime.ToDateTime(NowUtc), TimeSpan.Zero);
}
