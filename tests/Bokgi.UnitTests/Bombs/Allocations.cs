namespace Bokgi.UnitTests.Bombs;

/// <summary>Measures the managed memory that an action allocates on the calling thread, including memory that it frees again.</summary>
internal static class Allocations
{
    public const long Mebibyte = 1 << 20;

    /// <returns>The number of allocated bytes.</returns>
    public static long Measure(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
