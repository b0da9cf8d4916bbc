namespace Bokgi.ArchitectureFixture.MarketData.Lake;

/// <summary>Breach: time must come from a TimeProvider. Only a lambda reads the clock.</summary>
internal static class LakeWithWallClock
{
    public static Func<DateTime> Clock() => () => DateTime.UtcNow;
}
