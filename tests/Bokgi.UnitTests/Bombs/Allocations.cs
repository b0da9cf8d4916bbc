namespace Bokgi.UnitTests.Bombs;

/// <summary>How much managed memory something asks for on the calling thread, returned or not.</summary>
internal static class Allocations
{
    public const long Mebibyte = 1 << 20;

    public static long Of(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
