namespace Bokgi.IntegrationTests.Http;

/// <summary>A clock that advances only when a test advances it.</summary>
internal sealed class AdvanceableClock : TimeProvider
{
    private long elapsedTicks;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref elapsedTicks);

    public override DateTimeOffset GetUtcNow() => Start.AddTicks(GetTimestamp());

    public void Advance(TimeSpan time) => Interlocked.Add(ref elapsedTicks, time.Ticks);
}
