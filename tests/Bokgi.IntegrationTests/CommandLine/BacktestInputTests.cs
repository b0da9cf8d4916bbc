using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.CommandLine;

/// <summary>How <c>bokgi backtest</c> handles unusual and invalid options.</summary>
public sealed class BacktestInputTests : IDisposable
{
    private readonly TemporaryFolder lake = new();

    public BacktestInputTests() => lake.WriteHours("BTC_KRW", 100);

    public void Dispose() => lake.Dispose();

    [Fact]
    public void Overrides_SymbolSpelledTwoWays_AreMerged()
    {
        string[] overrides = ["--override", "BTC_KRW:body_pct=0.03", "--override", "KRW-BTC:vol_multiplier=2"];

        var result = Run(["--symbols", "BTC_KRW", "--strategy", "volume_long_candle", "--timeframe", "1H", "--json", .. overrides]);

        result.ExitCode.ShouldBe(0, result.Error);
        var effective = result.Json.GetProperty("effective_params").GetProperty("BTC_KRW");
        effective.GetProperty("body_pct").GetDouble().ShouldBe(0.03);
        effective.GetProperty("vol_multiplier").GetDouble().ShouldBe(2);
    }

    [Fact]
    public void Backtest_WithoutDatesAndSymbols_IsRefusedOnlyForTheMissingSymbols()
    {
        var result = Run("--strategy", "volume_long_candle", "--timeframe", "1H");

        result.ExitCode.ShouldBe(1);
        result.ErrorLines.ShouldBe(["error: symbols is empty; name at least one, such as BTC_KRW, or * for all that have candles"]);
    }

    [Fact]
    public void Backtest_SeveralInvalidOptions_ReportsEveryError()
    {
        var result = Run("--symbols", "bad!", "--strategy", "none", "--timeframe", "1X");

        result.ExitCode.ShouldBe(1);
        result.ErrorLines.Length.ShouldBe(3, result.Error);
        result.Error.ShouldContain("'bad!' is not a symbol");
        result.Error.ShouldContain("there is no strategy 'none'");
        result.Error.ShouldContain("'1X' is not a timeframe");
    }

    [Theory]
    [InlineData("--start", "2030-01-01", "lies in 2030-01-01 to 9999-12-31")]
    [InlineData("--end", "2010-01-01", "lies in 1970-01-01 to 2010-01-01")]
    public void Backtest_OpenEndedRangeOutsideTheCandles_IsRefused(string option, string date, string expected)
    {
        var result = Run("--symbols", "BTC_KRW", "--strategy", "volume_long_candle", "--timeframe", "1H", option, date);

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain(expected);
    }

    private BokgiResult Run(params IEnumerable<string> arguments) => BokgiProcess.Run(["backtest", "--data-root", lake.Path, .. arguments]);
}
