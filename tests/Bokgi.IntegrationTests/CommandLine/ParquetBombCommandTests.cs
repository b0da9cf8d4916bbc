using Bokgi.UnitTests;
using Bokgi.UnitTests.Bombs;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.CommandLine;

/// <summary>
/// Commands on files that claim far more rows than their size suggests, such as two hundred million in 647 bytes: candles of such a file
/// are refused, and memory does not grow.
/// </summary>
public sealed class ParquetBombCommandTests : IDisposable
{
    // The limit is two rows per hour of a year.
    private const string ClaimError = "BOMB_KRW/1H/2001.parquet claims 200,000,000 rows; the limit for a year of 1H candles is 17,520 rows";
    private const long MaxPeakBytes = 200L << 20;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("load", "--symbols=BOMB_KRW --timeframe=1H")]
    [InlineData("load", "--symbols=BTC_KRW,BOMB_KRW --timeframe=1H --format=json")]
    [InlineData("quality", "--symbols=BOMB_KRW --timeframe=1H")]
    [InlineData("quality", "--symbols=BOMB_KRW --timeframe=1H --fix")]
    [InlineData("backtest", "--symbols=BOMB_KRW --timeframe=1H --strategy=volume_long_candle --start=2001-01-01 --end=2001-12-31")]
    [InlineData("resample", "--symbols=BOMB_KRW --from=1H --to=1D")]
    public void Command_OverAParquetBomb_RefusesTheClaimedRows(string command, string options)
    {
        var result = RunWithBombInLake([command, .. options.Split(' ')]);

        (result.ExitCode, result.Error).ShouldSatisfyAllConditions(
            outcome => outcome.ExitCode.ShouldBe(1, outcome.Error),
            outcome => outcome.Error.ShouldContain(ClaimError)
        );
        result.PeakBytes.ShouldBeLessThan(MaxPeakBytes);
    }

    [Fact]
    public void Import_DryRunOfAParquetBomb_RefusesTheClaimedRows()
    {
        foreach (var options in (string[])["--dry-run", "--dry-run --symbol=BTC_KRW --timeframe=1H"])
        {
            var result = RunWithBombInLake(["import", SharedData.Require("bombs", "rle200m.parquet"), .. options.Split(' ')]);

            result.ExitCode.ShouldBe(1);
            result.Error.ShouldContain(
                "rle200m.parquet claims 200,000,000 rows; the limit for a file that does not state its years is 63,244,800 rows"
            );
            result.PeakBytes.ShouldBeLessThan(MaxPeakBytes);
        }
    }

    // A year of one-second candles has more rows than this file, so the number of rows is accepted although the file is tiny. All rows have
    // the same time, so all but one are duplicates.
    [Fact]
    public void Import_MillionsOfRowsWithOneTime_NeedsLittleMemory()
    {
        var path = folder.PathOf("BTC_KRW.parquet");
        var bomb = new BombFile { Rows = 12_000_000, Times = [1_000_000_000_000_000, 1_000_000_000_000_000] };

        File.WriteAllBytes(path, bomb.ToArray());
        var refused = RunWithBombInLake(["import", path, "--timeframe=1S", "--dry-run"]);
        File.WriteAllBytes(path, (bomb with { HasEqualValues = true }).ToArray());
        var result = RunWithBombInLake(["import", path, "--timeframe=1S", "--dry-run"]);

        refused.ExitCode.ShouldBe(1);
        refused.Error.ShouldContain("11,999,999 of 12,000,000 rows have the time of another row and other values");
        refused.PeakBytes.ShouldBeLessThan(MaxPeakBytes);
        result.ExitCode.ShouldBe(0, result.Error);
        result.Out.ShouldContain("12,000,000 rows, oldest_first: 1 to store, 0 out of order, 11,999,999 duplicates");
        result.PeakBytes.ShouldBeLessThan(MaxPeakBytes);
    }

    [Fact]
    public void InventoryAndQuality_WithAParquetBomb_ReportTheOtherFiles()
    {
        RunWithBombInLake(["generate", "--symbols=BTC_KRW", "--days=3", "--minute-days=1"]).ExitCode.ShouldBe(0);

        var inventory = RunWithBombInLake(["inventory"]);
        inventory.ExitCode.ShouldBe(0, inventory.Error);
        inventory.Out.ShouldContain("200,000,000");
        inventory.Out.ShouldContain("BTC_KRW");
        inventory.PeakBytes.ShouldBeLessThan(MaxPeakBytes);

        var quality = RunWithBombInLake(["quality", "--symbols=*", "--timeframe=1H"]);
        quality.ExitCode.ShouldBe(1);
        quality.Error.ShouldContain(ClaimError);
        quality.Out.ShouldContain("BTC_KRW");
    }

    private BokgiResult RunWithBombInLake(IEnumerable<string> arguments)
    {
        var bomb = folder.PathOf("BOMB_KRW", "1H", "2001.parquet");
        Directory.CreateDirectory(Path.GetDirectoryName(bomb)!);
        File.Copy(SharedData.Require("bombs", "rle200m.parquet"), bomb, overwrite: true);
        return BokgiProcess.Run([.. arguments, $"--data-root={folder.Path}"]);
    }
}
