using Bokgi.UnitTests;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.CommandLine;

/// <summary>
/// A user error ends with an exit code other than 0, prints nothing on standard output, and names the wrong value and the remedy in one or
/// two lines.
/// </summary>
public sealed class RefusalTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("watch")] // all of these commands have required options
    [InlineData("resample")]
    [InlineData("compare")]
    [InlineData("import")]
    public void Help_WithoutRequiredOptions_IsShown(string command)
    {
        var help = BokgiProcess.Run(command, "--help");
        (help.ExitCode, help.Error).ShouldBe((0, string.Empty));
        help.Out.ShouldContain($"bokgi {command}");
    }

    // The command's options, then the required parts of the message, separated by '|'.
    [Theory]
    [InlineData("--strategy=nope", "no strategy 'nope'|volume_long_candle, volume_zone_breakout")]
    [InlineData("--param=nope=1", "no parameter 'nope'|there are vol_ma_window")]
    [InlineData("--param=vol_ma_window=0", "vol_ma_window cannot be '0'|1 to 500")]
    [InlineData("--param=vol_ma_window=2.5", "vol_ma_window cannot be '2.5'|whole number")]
    [InlineData("--param=body_pct=NaN", "body_pct cannot be 'NaN'|above 0")]
    [InlineData("--param=body_pct", "'body_pct'|name=value")]
    [InlineData("--override=ETH_KRW:body_pct=0.03", "ETH_KRW|not in the run|leave it out")]
    [InlineData("--override=BTC_KRW:nope=1", "no parameter 'nope'|there are")]
    [InlineData("--override=body_pct=0.03", "'body_pct=0.03'|symbol:name=value")]
    [InlineData("--override=BTC_KRW:body_pct", "'BTC_KRW:body_pct'|symbol:name=value")]
    [InlineData("--symbols=../../etc", "'../../etc'|BTC_KRW")]
    [InlineData("--symbols=BTC_KRW,ETH_USDT", "KRW and USDT|one quote currency")]
    [InlineData("--symbols=,", "symbols is empty|BTC_KRW")]
    [InlineData("--timeframe=7M", "'7M'|1H")]
    [InlineData("--start=2024-02-30", "'2024-02-30'|2024-01-31")]
    [InlineData("--start=2024-03-02 --end=2024-03-01", "'2024-03-02'|after end_date '2024-03-01'|swap")]
    [InlineData("--execution=never", "'never'|next_open or signal_close")]
    [InlineData("--costs=binance", "costs cannot be 'binance'; give upbit")]
    [InlineData("--costs=upbit --symbols=ETH_USDT", "costs 'upbit'|markets in KRW|ETH_USDT is priced in USDT|give fee_rate")]
    [InlineData("--fee-rate=NaN", "fee_rate cannot be NaN|0.001")]
    [InlineData("--fee-rate=1", "fee_rate cannot be 1|0.001")]
    [InlineData("--fee-rate=abc", "--fee-rate cannot be 'abc'|give a number")]
    [InlineData("--initial-cash=Infinity", "initial_cash cannot be Infinity|above 0")]
    [InlineData("--sizing=equity_fraction=2", "2|equity_fraction above 0 up to 1")]
    [InlineData("--sizing=lots=2", "'lots'|base_quantity")]
    [InlineData("--stop-loss-pct=-0.1", "stop_loss_pct cannot be -0.1|0.02")]
    [InlineData("--warmup=-1", "warmup cannot be -1|0 to")]
    [InlineData("--threads=0", "--threads cannot be 0|1 to")]
    public void Backtest_WrongOption_IsRefusedWithValueAndRemedy(string options, string expected)
    {
        folder.WriteHours("BTC_KRW", 30);
        var givenOptions = options.Split(' ').ToDictionary(option => option.Split('=')[0]);
        string[] defaults = ["--symbols=BTC_KRW", "--strategy=volume_long_candle", "--timeframe=1H"];

        var result = BokgiProcess.Run([
            "backtest",
            "--json",
            $"--data-root={folder.Path}",
            .. defaults.Where(option => !givenOptions.ContainsKey(option.Split('=')[0])),
            .. givenOptions.Values,
        ]);

        ShouldBeRefused(result, expected.Split('|'));
    }

    [Theory]
    [InlineData("backtest --bogus", "'--bogus'|bokgi backtest --help")]
    [InlineData("bogus", "'bogus'|bokgi --help")]
    [InlineData("strategies nope", "'nope'|volume_long_candle")]
    [InlineData("load --symbols BTC_KRW --timeframe 1H --format xml", "'xml'|csv or parquet")]
    [InlineData("load --symbols BTC_KRW --timeframe 1H --format csv --output /nowhere/x.csv", "'/nowhere/x.csv'|create it first")]
    [InlineData("load --symbols ADA_KRW --timeframe 1H", "ADA_KRW|import or collect")]
    [InlineData("quality --symbols BTC_KRW --timeframe 1H --jump=-1", "jump cannot be -1|0.3")]
    [InlineData("inventory --symbol ADA_KRW", "no candle file matches|generate")]
    [InlineData("inspect absent.parquet", "absent.parquet does not exist|full path")]
    [InlineData("import absent.csv", "'absent.csv'|check the path")]
    [InlineData("generate --days 0", "days cannot be 0|1 to")]
    public void Command_WrongInput_IsRefusedWithValueAndRemedy(string arguments, string expected)
    {
        folder.WriteHours("BTC_KRW", 30);

        ShouldBeRefused(BokgiProcess.Run([.. arguments.Split(' '), "--data-root", folder.Path]), expected.Split('|'));
    }

    [Theory]
    [InlineData("backtest --symbols BTC_KRW --strategy volume_long_candle --timeframe 1H --start 2024-01-01 --end 2024-01-02 --json")]
    [InlineData("backtest --symbols * --strategy volume_long_candle --json")]
    [InlineData("load --symbols BTC_KRW --format json")]
    [InlineData("inventory --json")]
    [InlineData("quality --symbols BTC_KRW --json")]
    public void Command_MissingLake_NamesItAndTheRemedy(string arguments)
    {
        var absent = folder.PathOf("absent");

        ShouldBeRefused(BokgiProcess.Run([.. arguments.Split(' '), "--data-root", absent]), absent, "--data-root", "bokgi generate");
        Directory.Exists(absent).ShouldBeFalse("reading makes no folders");
    }

    [Theory]
    [InlineData("backtest --symbols BTC_KRW --strategy volume_long_candle --timeframe 1H --start 2024-01-01 --end 2024-01-02 --json")]
    [InlineData("backtest --symbols * --strategy volume_long_candle --timeframe 1H --json")]
    [InlineData("load --symbols BTC_KRW --timeframe 1H --format json")]
    [InlineData("quality --symbols BTC_KRW --timeframe 1H --json")]
    public void Command_MalformedFile_NamesItRelativeToTheLake(string arguments)
    {
        Directory.CreateDirectory(folder.PathOf("BTC_KRW", "1H"));
        folder.WriteText(Path.Combine("BTC_KRW", "1H", "2024.parquet"), "these are not candles, whatever the name of the file may say");

        var result = BokgiProcess.Run([.. arguments.Split(' '), "--data-root", folder.Path]);

        ShouldBeRefused(result, "BTC_KRW/1H/2024.parquet", "replace or remove");
        result.Error.ShouldNotContain(folder.Path);
    }

    [Fact]
    public void Backtest_NoCandleInRange_NamesSymbolAndRange()
    {
        folder.WriteHours("BTC_KRW", 30);

        var result = BokgiProcess.Run([
            "backtest",
            "--data-root",
            folder.Path,
            .. "--symbols BTC_KRW --strategy volume_long_candle --timeframe 1H --start 2030-01-01 --end 2030-01-02".Split(' '),
        ]);

        ShouldBeRefused(result, "BTC_KRW", "2030-01-01 to 2030-01-02", "the inventory");
    }

    [Fact]
    public void Backtest_Strict_RefusesInvalidBars()
    {
        folder.WriteHours("BTC_KRW", 30, (i, candle) => i == 7 ? candle with { High = 1 } : candle);
        string[] backtest =
        [
            "backtest",
            "--json",
            "--data-root",
            folder.Path,
            "--symbols=BTC_KRW",
            "--strategy=volume_long_candle",
            "--timeframe=1H",
        ];

        BokgiProcess
            .RunSuccessfully(backtest)
            .Json.GetProperty("quality")
            .GetProperty("BTC_KRW")
            .GetProperty("invalid")
            .GetInt32()
            .ShouldBe(1);
        ShouldBeRefused(BokgiProcess.Run([.. backtest, "--strict"]), "1 invalid", "without strict");
    }

    [Fact]
    public void Import_LakeCannotBeWritten_Fails()
    {
        var file = folder.WriteText("in-the-way", string.Empty);

        var result = BokgiProcess.Run(
            "import",
            SharedData.Require("handmade.csv"),
            "--symbol=HAND_KRW",
            "--timeframe=1H",
            "--data-root",
            file
        );

        result.ExitCode.ShouldBe(2);
        ShouldHaveShortError(result, "failed", "in-the-way", "check the path");
    }

    [Fact]
    public void Command_KoreanTerminal_PrintsErrorsInKorean()
    {
        var result = BokgiProcess.RunWithEnvironment([new("LC_ALL", "ko_KR.UTF-8")], "strategies", "nope");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldStartWith("오류: ");
    }

    private static void ShouldBeRefused(BokgiResult result, params string[] expected)
    {
        result.ExitCode.ShouldBe(1, result.Error);
        result.OutputBytes.ShouldBeEmpty();
        ShouldHaveShortError(result, expected);
        result.ErrorLines[0].ShouldStartWith("error: ");
    }

    private static void ShouldHaveShortError(BokgiResult result, params string[] expected)
    {
        foreach (var part in expected)
            result.Error.ShouldContain(part);
        result.ErrorLines.Length.ShouldBeLessThanOrEqualTo(2, result.Error);
        foreach (var trace in (string[])["   at ", "Exception", "System.", "bug in bokgi"])
            result.Error.ShouldNotContain(trace, Case.Sensitive);
    }
}
