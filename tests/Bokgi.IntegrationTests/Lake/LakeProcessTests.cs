using System.Diagnostics;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Lake;

/// <summary>Writers in several processes, and writers that are killed.</summary>
public sealed class LakeProcessTests : IDisposable
{
    private static readonly Symbol Bitcoin = Symbol.Parse("BTC_KRW");

    private readonly string root = Directory.CreateTempSubdirectory("bokgi-processes-").FullName;

    private string Folder => Path.Combine(root, "BTC_KRW", "1M");

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Write_ThreeProcessesOnOneFile_LosesNothing()
    {
        Process[] writers = [.. Enumerable.Range(0, 3).Select(i => LakeWriterProcess.StartWritingBars(root, (i * 20) + 1, (i * 20) + 20))];
        foreach (var writer in writers)
        {
            writer.WaitForExit(TestTimeout.Value).ShouldBeTrue();
            writer.ExitCode.ShouldBe(0);
            writer.Dispose();
        }

        using var series = Load();
        series.Open.ToArray().ShouldBe(Enumerable.Range(1, 60).Select(i => (double)i));
        Directory.EnumerateFiles(Folder).Select(Path.GetFileName).Order().ShouldBe([".lock", "2024.parquet"]);
    }

    [Fact]
    public void Write_KilledWhileItWrites_LeavesTheOldFileOrTheNewOne()
    {
        const int rows = 50_000;
        var halfWritten = 0;
        for (var attempt = 0; attempt < 6 || halfWritten == 0; attempt++)
        {
            using var writer = LakeWriterProcess.StartRewritingBars(root, rows);
            var lastValue = 0;
            while (lastValue < 2) // the writer prints a value before it writes it, so 2 means that 1 is stored
                lastValue = int.Parse(writer.StandardOutput.ReadLine()!);
            SpinWait.SpinUntil(() => Leftovers().Length > 0, TestTimeout.Value).ShouldBeTrue();
            writer.Kill();
            writer.WaitForExit();
            halfWritten += Leftovers().Length;

            using var series = Load();
            series.Count.ShouldBe(rows);
            series.Open.ToArray().Distinct().Count().ShouldBe(1);
        }

        using var singleBar = new CandleColumns();
        singleBar.Add(LakeWriterProcess.Bar(rows, 7));
        new CandleLake(root)
            .Write(Bitcoin, Timeframe.OneMinute, singleBar, cancel: TestContext.Current.CancellationToken)
            .Added.ShouldBe(1);
        Leftovers().ShouldBeEmpty();
    }

    private string[] Leftovers() => Directory.Exists(Folder) ? Directory.GetFiles(Folder, ".*.tmp") : [];

    private CandleSeries Load() =>
        new CandleLake(root).LoadSeries(Bitcoin, Timeframe.OneMinute, TimeRange.All, cancel: TestContext.Current.CancellationToken);
}
