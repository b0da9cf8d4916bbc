using System.Globalization;
using Bokgi.MarketData.Lake;
using Bokgi.MarketData.Lake.Import;
using Bokgi.Markets;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Import;

/// <summary>
/// When an importer is killed, the lake's file of the year contains either the old rows or all new ones. With BOKGI_SOAK=1, a hundred
/// importers are killed.
/// </summary>
public sealed class ImportKillTests : IDisposable
{
    private const int Rows = 50_000;
    private const long StartUnixSeconds = 1_704_067_200; // 2024-01-01T00:00Z

    private static readonly Symbol Bitcoin = Symbol.Parse("BTC_KRW");

    private readonly string folder = Directory.CreateTempSubdirectory("bokgi-kill-").FullName;
    private readonly string root;
    private readonly string timeframeFolder;
    private readonly Random random = new(20_240_101);

    public ImportKillTests()
    {
        root = Path.Combine(folder, "lake");
        timeframeFolder = Path.Combine(root, "BTC_KRW", "1M");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Apply_KilledAtAnyMoment_LeavesTheOldFileOrTheNew()
    {
        var kills = Environment.GetEnvironmentVariable("BOKGI_SOAK") == "1" ? 100 : 10;
        string[] files = [WriteCsv("ones", 1), WriteCsv("twos", 2)];
        using (var firstImport = new CandleImporter(new CandleLake(root), TimeProvider.System).Read(files[0], new ImportOptions()))
            new CandleImporter(new CandleLake(root), TimeProvider.System).Apply(firstImport);

        var killsBeforeRename = 0;
        for (var kill = 0; kill < kills || killsBeforeRename == 0; kill++)
        {
            // Two of three kills wait for the temporary file, because a kill at a random moment rarely meets it.
            KillOnce(files, whenTemporaryFileAppears: kill % 3 != 2);
            if (LeftoverTemporaryFiles().Length > 0)
                killsBeforeRename++;
            ShouldHoldOldOrNewRows();
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{kills} kills, {killsBeforeRename} of them between the temporary file's creation and its rename"
        );

        using var thirdImport = new CandleImporter(new CandleLake(root), TimeProvider.System).Read(
            WriteCsv("threes", 3),
            new ImportOptions()
        );
        new CandleImporter(new CandleLake(root), TimeProvider.System).Apply(thirdImport).Written.Replaced.ShouldBe(Rows);
        LeftoverTemporaryFiles().ShouldBeEmpty();
    }

    private void KillOnce(string[] files, bool whenTemporaryFileAppears)
    {
        using var temporaryFileAppeared = new ManualResetEventSlim();
        using var victim = new ImportVictim(root, files);
        victim.WaitUntilStored(TestTimeout.Value).ShouldBeTrue("the victim did not import");
        if (!whenTemporaryFileAppears)
        {
            victim.KillAfter(TimeSpan.FromMilliseconds(random.Next(1, 150)));
            return;
        }

        using var watcher = new FileSystemWatcher(timeframeFolder, ".*.tmp");
        watcher.Created += (_, _) => temporaryFileAppeared.Set();
        watcher.EnableRaisingEvents = true;
        temporaryFileAppeared.Wait(TestTimeout.Value).ShouldBeTrue("no temporary file appeared");
        victim.KillAfter(TimeSpan.FromMilliseconds(random.Next(0, 4)));
    }

    // All rows come from one import: a file that is incomplete or mixes two imports would have another count or different closes.
    private void ShouldHoldOldOrNewRows()
    {
        using var series = new CandleLake(root).LoadSeries(Bitcoin, Timeframe.OneMinute, TimeRange.All);
        series.Count.ShouldBe(Rows);
        var close = series.Close[0];
        close.ShouldBeOneOf(1.0, 2.0);
        series.Close.ContainsAnyExcept(close).ShouldBeFalse();
        series.Volume[^1].ShouldBe(Rows - 1);
        Directory.GetFiles(timeframeFolder, "*.parquet").ShouldBe([Path.Combine(timeframeFolder, "2024.parquet")]);
    }

    private string[] LeftoverTemporaryFiles() => Directory.GetFiles(timeframeFolder, ".*.tmp");

    private string WriteCsv(string name, int close)
    {
        var path = Path.Combine(folder, $"KRW-BTC_1m_{name}.csv");
        using var writer = new StreamWriter(path);
        writer.WriteLine("timestamp,open,high,low,close,volume");
        for (var i = 0; i < Rows; i++)
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{StartUnixSeconds + (i * 60)},1,9,1,{close},{i}"));
        return path;
    }
}
