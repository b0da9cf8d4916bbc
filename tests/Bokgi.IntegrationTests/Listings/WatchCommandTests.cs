using Bokgi.IntegrationTests.Collection;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.Markets;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Listings;

/// <summary><c>bokgi watch</c> against the fake exchange.</summary>
public sealed class WatchCommandTests
{
    [Fact]
    public void Watch_ConnectionDrops_ShowsTradesAndReconnects()
    {
        using var exchange = new FakeUpbit("drop=once", speed: 120, moreOptions: "--from=2025-09-10T12:00");

        var result = BokgiProcess.RunWithEnvironment(exchange.Settings, "watch", "--symbols", "KRW-BTC,XRP_KRW", "--count", "40");

        result.ExitCode.ShouldBe(0, result.Error);
        var lines = result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(40);
        // --from is KST, nine hours ahead of UTC.
        lines.ShouldAllBe(line => line.StartsWith("2025-09-10T03:", StringComparison.Ordinal));
        lines.ShouldContain(line => line.Contains("XRP_KRW", StringComparison.Ordinal));
        lines.Distinct().Count().ShouldBe(40);
        result.Error.ShouldContain("connected");
        result.Error.ShouldContain("the connection broke; reconnecting");
    }

    // The stream starts in the middle of the first candle, so that candle is partial. The other candles equal the recorded candles, although
    // the connection drops once.
    [Fact]
    public void Watch_Candles_MatchTheExchangesCandles()
    {
        using var exchange = new FakeUpbit("drop=once", speed: 240, moreOptions: "--from=2025-09-10T12:00:20");

        var result = BokgiProcess.RunWithEnvironment(exchange.Settings, "watch", "--symbols", "BTC_KRW", "--candles", "1M", "--count", "6");

        result.ExitCode.ShouldBe(0, result.Error);
        var lines = result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldEndWith("(partial)");
        var expected = FakeUpbit.ExpectedCandles("BTC_KRW", Timeframe.OneMinute, TimeRange.All);
        foreach (var line in lines.Skip(1))
        {
            var candle = expected.Single(candle => line.StartsWith(UnixTime.Format(candle.TimeUtc), StringComparison.Ordinal));
            line.ShouldBe(
                FormattableString.Invariant(
                    $"{UnixTime.Format(candle.TimeUtc)}  BTC_KRW  O {candle.Open}  H {candle.High}  L {candle.Low}  C {candle.Close}  V {candle.Volume}"
                )
            );
        }

        lines.Length.ShouldBe(6);
    }

    [Theory]
    [InlineData("--candles=2M", "'2M' is not a timeframe")]
    [InlineData("--exchange=nasdaq", "there is no exchange 'nasdaq'; there are upbit and binance")]
    [InlineData("--symbols=a/b/c", "'a/b/c' is not a symbol")]
    [InlineData("--count=0", "--count cannot be 0; give 1 or more")]
    public void Watch_InvalidOption_IsRefused(string option, string error)
    {
        var result = BokgiProcess.Run("watch", "--symbols=BTC_KRW", option);
        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain(error);
    }
}
