using System.Diagnostics;
using System.Runtime.InteropServices;
using Bokgi.MarketData.Lake;

namespace Bokgi.Benchmarks;

/// <summary>
/// Loads a lake repeatedly on two threads, with warm caches. Prints one line per measurement, which bench/peers compares with DuckDB and
/// Polars: <c>&lt;set&gt; &lt;program&gt; &lt;milliseconds&gt; &lt;rows&gt;</c>.
/// </summary>
/// <remarks>
/// For comparison, <c>flat_file</c> is the fastest conceivable load: one file per symbol with the columns in their memory layout, read into
/// preallocated arrays.
/// </remarks>
internal static class LakeTiming
{
    private const int Rounds = 21;
    private const int Columns = 6;

    private static readonly ParallelOptions TwoThreads = new() { MaxDegreeOfParallelism = 2 };

    // Long enough for the runtime to reach its final optimized code.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    public static int WriteLakes(string folder)
    {
        foreach (var set in LakeSet.All)
        {
            var lake = set.OpenOrWrite(folder);
            foreach (var market in set.Markets)
            {
                using var series = lake.LoadSeries(market, set.Timeframe, TimeRange.All);
                using var file = File.Create(FlatFilePath(folder, set, market));
                file.Write(MemoryMarshal.AsBytes(series.Times));
                foreach (
                    var column in new double[][]
                    {
                        [.. series.Open],
                        [.. series.High],
                        [.. series.Low],
                        [.. series.Close],
                        [.. series.Volume],
                    }
                )
                    file.Write(MemoryMarshal.AsBytes(column.AsSpan()));
            }
        }

        return 0;
    }

    public static int Run(string folder, string name)
    {
        var set = LakeSet.All.Single(set => set.Name == name);
        var lake = set.OpenOrWrite(folder);
        var markets = set.Markets;
        Measure(set, "bokgi_series", () => LoadSeries(lake, set, markets));
        Measure(
            set,
            "bokgi_table",
            () =>
            {
                using var batch = lake.Load(markets, set.Timeframe, TimeRange.All);
                return batch.Count;
            }
        );

        var arrays = markets.Select(_ => new double[Columns * set.Years * set.RowsPerYear]).ToArray();
        Measure(set, "flat_file", () => ReadFlatFiles(folder, set, markets, arrays));
        return 0;
    }

    private static int LoadSeries(CandleLake lake, LakeSet set, IReadOnlyList<Symbol> markets)
    {
        var rows = 0;
        Parallel.For(
            0,
            markets.Count,
            TwoThreads,
            i =>
            {
                using var series = lake.LoadSeries(markets[i], set.Timeframe, TimeRange.All);
                Interlocked.Add(ref rows, series.Count);
            }
        );
        return rows;
    }

    private static int ReadFlatFiles(string folder, LakeSet set, IReadOnlyList<Symbol> markets, double[][] arrays)
    {
        var bytes = 0;
        Parallel.For(
            0,
            markets.Count,
            TwoThreads,
            i =>
            {
                using var file = File.OpenHandle(FlatFilePath(folder, set, markets[i]));
                Interlocked.Add(ref bytes, RandomAccess.Read(file, MemoryMarshal.AsBytes(arrays[i].AsSpan()), 0));
            }
        );
        return bytes / (Columns * sizeof(double));
    }

    private static string FlatFilePath(string folder, LakeSet set, Symbol market) => Path.Combine(folder, $"{set.Name}-{market.Code}.bin");

    private static void Measure(LakeSet set, string program, Func<int> load)
    {
        var warmUpStart = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(warmUpStart) < WarmUp)
            load();
        var times = new double[Rounds];
        for (var i = 0; i < Rounds; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var rows = load();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (rows != set.Rows)
                throw new InvalidOperationException($"{set.Name} gave {rows} rows instead of the {set.Rows} written");
        }

        Array.Sort(times);
        Console.WriteLine(FormattableString.Invariant($"{set.Name} {program} {times[Rounds / 2]:0.000} {set.Rows}"));
    }
}
