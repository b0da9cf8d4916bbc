using System.Globalization;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.CommandLine;

/// <summary>
/// More symbols take more time, not more memory: only eight bytes per trade accumulate, for the run's median return. The tests limit the size
/// of the heap, because garbage that is not yet collected counts too, and the more memory a machine has, the less often the collector runs.
/// </summary>
public sealed class MemoryTests(MemoryTests.MinuteLake lake) : IClassFixture<MemoryTests.MinuteLake>
{
    private const int RunCount = 3;
    private const double Mebibyte = 1 << 20;

    private static readonly KeyValuePair<string, string>[] SmallHeap = [new("DOTNET_GCHeapHardLimit", "3000000")]; // 48 MiB, in hexadecimal digits

    [Theory]
    [InlineData("--strategy=volume_long_candle")]
    [InlineData("--strategy=volume_zone_breakout --param=volume_window=60 --param=trigger=cross --param=hold_period_bars=30")]
    public void Backtest_FourTimesTheSymbols_NeedsHardlyMoreMemory(string options)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the peak is read from /proc");

        var peakOfTen = LowestPeak(10, options);
        var peakOfForty = LowestPeak(40, options);

        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{options}: 10 symbols peak at {peakOfTen / Mebibyte:0.0} MiB, 40 at {peakOfForty / Mebibyte:0.0} MiB, {(peakOfForty / peakOfTen) - 1:P1} more"
            )
        );
        (peakOfForty / peakOfTen).ShouldBeLessThan(1.1); // keeping the candles of the other thirty markets would take 60 MiB
        peakOfForty.ShouldBeLessThan(176 * Mebibyte); // so that the memory of ten symbols does not grow unnoticed either
    }

    // The lowest peak of a few runs, because a late garbage collection can only raise a peak.
    private double LowestPeak(int symbols, string options) => Enumerable.Range(0, RunCount).Min(_ => Peak(symbols, options));

    private double Peak(int symbols, string options)
    {
        var run = BokgiProcess.RunWithEnvironment(
            SmallHeap,
            [
                "backtest",
                "--json",
                "--timeframe=1M",
                "--threads=1",
                $"--symbols={MinuteLake.Names(symbols)}",
                $"--data-root={lake.Root}",
                .. options.Split(' '),
            ]
        );
        run.ExitCode.ShouldBe(0, run.Error);
        run.Json.GetProperty("symbols").GetArrayLength().ShouldBe(symbols);
        run.PeakBytes.ShouldBeGreaterThan(0);
        return run.PeakBytes;
    }

    /// <summary>Forty markets with a month of one-minute candles each.</summary>
    public sealed class MinuteLake : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public MinuteLake() =>
            BokgiProcess.RunSuccessfully(
                "generate",
                $"--symbols={Names(40)}",
                "--days=31",
                "--minute-days=31",
                "--end=2025-01-01",
                $"--data-root={folder.Path}"
            );

        public string Root => folder.Path;

        public static string Names(int count) => string.Join(',', Enumerable.Range(1, count).Select(i => $"C{i}_KRW"));

        public void Dispose() => folder.Dispose();
    }
}
