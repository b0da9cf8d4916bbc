namespace Bokgi.ArchitectureFixture.MarketData.Lake;

/// <summary>Breaks the rule that time comes from a TimeProvider: reads the system clock, though only in a lambda.</summary>
internal static class LakeWithWallClock
{
    public static Func<DateTime> Clock() => () => DateTime.UtcNow;
}
