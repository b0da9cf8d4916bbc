using Bokgi.Markets;

namespace Bokgi.IntegrationTests.PaperTrading;

/// <summary>Simulates that the process is killed at the point that throws this exception.</summary>
internal sealed class CrashException() : Exception("the process dies here");

/// <summary>
/// A clock that shows the time it is set to. It can simulate a crash: after a given number of readings, each further reading throws.
/// </summary>
internal sealed class CrashingClock : TimeProvider
{
    /// <summary>Microseconds UTC.</summary>
    public long NowUtc { get; set; }

    /// <summary>How many more readings succeed before the simulated crash; null for no limit.</summary>
    public int? ReadingsLeft { get; set; }

    public override long TimestampFrequency => UnixTime.MicrosecondsPerSecond;

    public override long GetTimestamp() => NowUtc;

    public override DateTimeOffset GetUtcNow()
    {
        if (ReadingsLeft is { } readingsLeft)
            ReadingsLeft = readingsLeft > 0 ? readingsLeft - 1 : throw new CrashException();
        return new DateTimeOffset(UnixTime.ToDateTime(NowUtc), TimeSpan.Zero);
    }
}
