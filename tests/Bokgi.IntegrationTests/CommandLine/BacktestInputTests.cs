using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.CommandLine;

/// <summary>What the program makes of a request that is written in an unusual way, or wrong.</summary>
public sealed class BacktestInputTests : IDisposable
{
    private readonly TemporaryFolder lake = new();

    public BacktestInputTests() => lake.WriteHours("BTC_KRW", 100);

    public void Dispose() => lake.Dispose();

    [Fact]
    public void Overrides_SymbolSpelledTwoWays_AreLaidOverEachOther()
    {
        string[] overrides = ["--override", "BTC_KRW:body_pct=0.03", "--override", "KRW-BTC:vol_multiplier=2"];

        var result = Run(["--symbols", "BTC_KRW", "--strategy", "volume_long_candle", "--timeframe", "1H", "--json", .. overrides]);

        result.ExitCode.ShouldBe(0, result.Error);
        var effective = result.Json.GetProperty("effective_params").GetProperty("BTC_KRW");
        effective.GetProperty("body_pct").GetDouble().ShouldBe(0.03);
        effective.GetProperty("vol_multiplier").GetDouble().ShouldBe(2);
    }

    private BokgiResult Run(params IEnumerable<string> arguments) => BokgiProcess.Run(["backtest", "--data-root", lake.Path, .. arguments]);
}
