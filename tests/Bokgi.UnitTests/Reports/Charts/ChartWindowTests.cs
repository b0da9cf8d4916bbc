using Bokgi.Host.Reports.Charts;
using Bokgi.Host.Runs.Documents;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.Strategies;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Reports.Charts;

public sealed class ChartWindowTests : IDisposable
{
    private const int HourCount = 1_500;

    private static readonly Symbol Market = Symbol.Parse("BTC_KRW");
    private static readonly long StartUtc = UnixTime.FromDateTime(new DateTime(2023, 11, 20, 0, 0, 0, DateTimeKind.Utc));

    private readonly string root = Directory.CreateTempSubdirectory("bokgi-chart-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    // A level is the price for which the strategy waits at a bar. The expected levels come from the candles of the whole run, through which the
    // strategy is stepped from the first bar on.
    [Fact]
    public void Levels_AnyWindow_EqualThoseOfTheWholeRunBitForBit()
    {
        WriteCandles(volume => volume);
        var lake = new CandleLake(root);
        var gen =
            from firstHour in Gen.Int[0, 400]
            from length in Gen.Int[1, HourCount]
            from skip in Gen.Int[0, HourCount]
            from limit in Gen.OneOf(Gen.Int[1, 5], Gen.Int[1, 600])
            from warmup in Gen.OneOf(Gen.Const(0), Gen.Const(3), Gen.Const(100))
            from volumeWindow in Gen.OneOf(Gen.Const(1), Gen.Const(10), Gen.Const(77))
            select (firstHour, length, skip, limit, warmup, volumeWindow);

        gen.Sample(
            sample =>
            {
                var runRange = new TimeRange(Time(sample.firstHour), Time(sample.firstHour + sample.length));
                var range = runRange with { StartUtc = Math.Min(runRange.EndUtc, Time(sample.firstHour + sample.skip)) };
                var window = new ChartWindow(lake, Market, Timeframe.OneHour, runRange, sample.warmup);
                ShouldMatchWholeRun(window, range, sample.limit, sample.volumeWindow);
            },
            iter: Iterations.Scale(300),
            threads: 1
        );
    }

    [Fact]
    public void Fingerprint_FilesUntouchedOrRewritten_IsCachedOrRecomputed()
    {
        WriteCandles(volume => volume);
        var lake = new CandleLake(root);
        var fingerprints = new CandleFingerprints(lake, TimeProvider.System);
        const int warmupBars = 5;
        var files = Directory.GetFiles(root, "*.parquet", SearchOption.AllDirectories);
        var writeTime = new DateTime(2024, 5, 5, 0, 0, 0, DateTimeKind.Utc);
        foreach (var file in files)
            File.SetLastWriteTimeUtc(file, writeTime);

        var original = Fingerprint();
        using (var candles = lake.LoadSeries(Market, Timeframe.OneHour, TimeRange.All, warmupBars))
            original.ShouldBe(CandleFingerprint.Of(candles));

        // Writes garbage with the old size and modification time. Only a fingerprint computed from the content would change.
        foreach (var file in files)
        {
            File.WriteAllBytes(file, new byte[new FileInfo(file).Length]);
            File.SetLastWriteTimeUtc(file, writeTime);
        }
        Fingerprint().ShouldBe(original);

        foreach (var file in files)
            File.Delete(file);
        WriteCandles(volume => volume + 1);
        Fingerprint().ShouldNotBe(original);

        string Fingerprint() =>
            fingerprints.Get(Market, Timeframe.OneHour, TimeRange.All, warmupBars, TestContext.Current.CancellationToken);
    }

    private static void ShouldMatchWholeRun(ChartWindow window, TimeRange range, int limit, int volumeWindow)
    {
        StrategyCatalogue.TryFind("volume_zone_breakout", out var strategy, out _).ShouldBeTrue();
        var texts = new Dictionary<string, string?>(StringComparer.Ordinal) { ["volume_window"] = $"{volumeWindow}" };
        var parameters = StrategyParameters.Defaults(strategy!.Parameters).With(texts, out _);
        using var runCandles = window.Lake.LoadSeries(Market, Timeframe.OneHour, window.RunRange, window.Warmup);
        var expected = window.ComputeLevels(runCandles, strategy, parameters, CancellationToken.None);
        var start = runCandles.FirstIndexAtOrAfter(range.StartUtc);

        var (candles, firstShown) = window.Load(range, limit, strategy.WarmUpBars(parameters), CancellationToken.None);

        using (candles)
        {
            var shownCount = Math.Min(limit, runCandles.Count - start);
            Math.Min(limit, candles.Count - firstShown).ShouldBe(shownCount);
            (candles.Count > firstShown + limit).ShouldBe(runCandles.Count > start + limit, "whether there are more bars");
            candles.Times.Slice(firstShown, shownCount).ToArray().ShouldBe(runCandles.Times.Slice(start, shownCount).ToArray());
            Bits(window.ComputeLevels(candles, strategy, parameters, CancellationToken.None).AsSpan(firstShown, shownCount))
                .ShouldBe(Bits(expected.AsSpan(start, shownCount)));
        }
    }

    private static long[] Bits(Span<double> values) => Array.ConvertAll(values.ToArray(), BitConverter.DoubleToInt64Bits);

    private static long Time(int hour) => StartUtc + (hour * Timeframe.OneHour.NominalMicroseconds);

    // Writes the files of two years. Single bars are missing at random, and so are 401 hours in a row.
    private void WriteCandles(Func<double, double> changeVolume)
    {
        using var rows = new CandleColumns(HourCount);
        var random = new Random(Seed: 7);
        for (var i = 0; i < HourCount; i++)
        {
            var (open, close) = (100 + (random.NextDouble() * 10), 100 + (random.NextDouble() * 10));
            var candle = new Candle(
                Time(i),
                open,
                Math.Max(open, close) + 1,
                Math.Min(open, close) - 1,
                close,
                changeVolume(random.NextDouble() * 1_000)
            );
            var isMissing = random.Next(9) == 0 || i is >= 700 and <= 1_100;
            if (!isMissing)
                rows.Add(candle);
        }
        new CandleLake(root).Write(Market, Timeframe.OneHour, rows);
    }
}
