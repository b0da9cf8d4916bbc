using System.Diagnostics;
using Bokgi.Markets;

namespace Bokgi.Benchmarks;

/// <summary>Loads the three lakes again and again and prints milliseconds, for comparing with other programs in one run.</summary>
internal static class LakeTiming
{
    private const int Rounds = 40;

    // Until the runtime has compiled everything for good.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    public static int Run(string folder)
    {
        foreach (var set in LakeSet.All.Where(set => Environment.GetEnvironmentVariable("SET") is not { } name || name == set.Name))
        {
            var lake = set.Open(folder);
            var markets = set.Markets;
            Print(
                set.Name,
                "table",
                set.Rows,
                () =>
                {
                    using var batch = lake.Load(markets, set.Timeframe, TimeRange.All);
                    return batch.Count;
                }
            );
            Print(
                set.Name,
                "series",
                set.Rows,
                () =>
                {
                    var rows = 0;
                    Parallel.For(
                        0,
                        markets.Count,
                        i =>
                        {
                            using var series = lake.LoadSeries(markets[i], set.Timeframe, TimeRange.All);
                            Interlocked.Add(ref rows, series.Count);
                        }
                    );
                    return rows;
                }
            );
        }

        return 0;
    }

    private static void Print(string set, string form, int rows, Func<int> load)
    {
        var times = new double[Rounds];
        var cpu = TimeSpan.Zero;
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < WarmUp)
            load();
        for (var i = 0; i < Rounds; i++)
        {
            if (i == 0)
                cpu = Environment.CpuUsage.TotalTime;
            var start = Stopwatch.GetTimestamp();
            if (load() != rows)
                throw new InvalidOperationException($"{set} gave other rows than the {rows} written");
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        Console.WriteLine(
            $"{set} {form} median {times[Rounds / 2]:0.00} ms, best {times[0]:0.00} ms, cpu {(Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds / Rounds:0.00} ms"
        );
    }
}
