namespace Bokgi.ArchitectureFixture.MarketData.Lake;

/// <summary>Breach: time comes from a TimeProvider. Reads the clock in a lambda.</summary>
internal static class LakeWithWallClock
{
    public static Func<DateTime> Clock() => () => DateTime.UtcNow;
}
