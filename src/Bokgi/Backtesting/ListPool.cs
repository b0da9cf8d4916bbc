using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Bokgi.Backtesting;

/// <summary>
/// Empty lists that keep their memory from one replay to the next. The array of a list of a few hundred trades is already on the large object
/// heap, which only a full garbage collection frees.
/// </summary>
internal static class ListPool<T>
    where T : struct
{
    private const int MaximumBytes = 1 << 22; // the largest memory of a list that is kept
    private const int MaximumLists = 16;

    private static readonly ConcurrentBag<List<T>> Idle = [];

    public static List<T> Rent() => Idle.TryTake(out var list) ? list : [];

    public static void Return(List<T> list)
    {
        list.Clear();
        if (list.Capacity > 0 && list.Capacity * (long)Unsafe.SizeOf<T>() <= MaximumBytes && Idle.Count < MaximumLists)
            Idle.Add(list);
    }
}
