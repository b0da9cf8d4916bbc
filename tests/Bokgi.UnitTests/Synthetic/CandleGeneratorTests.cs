using Bokgi.MarketData.Lake;
using Bokgi.MarketData.Lake.Synthetic;
using Bokgi.Markets;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Synthetic;

public sealed class CandleGeneratorTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("bokgi-synthetic-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Generate_TwoMarkets_WritesALakeThatCanBeRead()
    {
        var lake = new CandleLake(folder);
        var reports = new List<GenerationProgress>();
        var options = new GenerationOptions(
            new DateOnly(2026, 1, 1),
            [Symbol.Parse("BTC_KRW"), Symbol.Parse("SHIB_KRW")],
            Days: 60,
            MinuteDays: 5
        );

        var rows = CandleGenerator.Generate(lake, options, new Listener(reports.Add));

        reports.Select(report => (report.Symbol.Code, report.Done, report.Total)).ShouldBe([("BTC_KRW", 1, 2), ("SHIB_KRW", 2, 2)]);
        reports.Sum(report => report.Rows).ShouldBe(rows);
        foreach (var timeframe in new[] { Timeframe.OneMinute, Timeframe.OneHour, Timeframe.OneDay })
            lake.Symbols(timeframe).ShouldBe(options.Symbols);
        using var days = lake.LoadSeries(Symbol.Parse("BTC_KRW"), Timeframe.OneDay, TimeRange.All);
        days.Count.ShouldBe(60);
        UnixTime.Format(days.Times[^1]).ShouldBe("2025-12-31T00:00:00Z");
    }

    [Fact]
    public void Generate_Twice_StoresTheSameFiles()
    {
        var options = new GenerationOptions(new DateOnly(2026, 1, 1), [Symbol.Parse("ETH_KRW")], Days: 10, MinuteDays: 2);
        CandleGenerator.Generate(new CandleLake(folder), options);
        var before = ReadFilesAsHex();
        CandleGenerator.Generate(new CandleLake(folder), options);

        ReadFilesAsHex().ShouldBe(before);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(10_001, 0)]
    [InlineData(10, -1)]
    public void Generate_DaysOutOfRange_AreRefused(int days, int minuteDays) =>
        Should.Throw<ArgumentException>(() =>
            CandleGenerator.Generate(
                new CandleLake(folder),
                new GenerationOptions(new DateOnly(2026, 1, 1), Days: days, MinuteDays: minuteDays)
            )
        );

    private string[] ReadFilesAsHex() =>
        [
            .. Directory
                .GetFiles(folder, "*.parquet", SearchOption.AllDirectories)
                .Order()
                .Select(path => Convert.ToHexString(File.ReadAllBytes(path))),
        ];

    // Unlike Progress<T>, calls back before Report returns.
    private sealed class Listener(Action<GenerationProgress> report) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value) => report(value);
    }
}
