using Bokgi.Host.Backtests;
using Bokgi.Host.Runs.Requests;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.UnitTests.Lake;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Backtests;

/// <summary>How a run reads its candles from the lake. A strict run refuses duplicate and invalid bars instead of dropping them.</summary>
public sealed class LakeCandleSourceTests : IDisposable
{
    private static readonly Candle First = TemporaryLake.Bar("2024-06-01T00:00Z", 1);
    private static readonly Candle Second = TemporaryLake.Bar("2024-06-01T01:00Z", 2);
    private static readonly Candle Third = TemporaryLake.Bar("2024-06-01T02:00Z", 3);

    private static readonly Symbol Bitcoin = Symbol.Parse("BTC_KRW");

    private readonly TemporaryLake lake = new();

    public void Dispose() => lake.Dispose();

    [Fact]
    public void Read_StrictRunWithRowsOutOfOrder_SortsAndCountsThem()
    {
        using var candles = ReadStrictly(Third, First, Second);

        candles.Times.ToArray().ShouldBe([First.TimeUtc, Second.TimeUtc, Third.TimeUtc]);
        candles.Quality.ShouldBe(new SeriesQuality(Rows: 3, Duplicates: 0, OutOfOrder: 1, Invalid: 0));
    }

    [Fact]
    public void Read_StrictRunWithADuplicateTime_IsRefused()
    {
        var exception = Should.Throw<LakeException>(() => ReadStrictly(First, First, Second));

        exception.Kind.ShouldBe(LakeErrorKind.MalformedFile);
        exception.Message.ShouldContain("BTC_KRW 1H holds 1 duplicate and 0 invalid rows");
    }

    [Fact]
    public void Read_StrictRunWithAnInvalidBar_IsRefused()
    {
        var exception = Should.Throw<LakeException>(() => ReadStrictly(First, Second with { High = 0.5 }, Third));

        exception.Message.ShouldContain("BTC_KRW 1H holds 0 duplicate and 1 invalid rows");
    }

    [Fact]
    public void HasCandles_EveryBarInvalid_IsTrueOnlyForAStrictRunWhoseReadFails()
    {
        var rows = new[] { First, Second }.Select(bar => bar with { High = 0.5 }).ToArray();

        CreateSource(isStrict: false, rows).HasCandles(Bitcoin).ShouldBeFalse();
        CreateSource(isStrict: true, rows).HasCandles(Bitcoin).ShouldBeTrue();
        Should.Throw<LakeException>(() => ReadStrictly(rows)).Message.ShouldContain("0 duplicate and 2 invalid rows");
    }

    [Fact]
    public void Read_ValidBarsReplacedAfterTheRunBegan_IsRefused()
    {
        var source = CreateSource(isStrict: false, First, Second);
        source.HasCandles(Bitcoin).ShouldBeTrue();

        ExternalParquetFile.FromBars(First with { High = 0.5 }).Save(lake.PathOf("BTC_KRW/1H/2024.parquet"));

        var exception = Should.Throw<LakeException>(() => source.Read(Bitcoin));
        (exception.Kind, exception.Message).ShouldBe(
            (LakeErrorKind.NotFound, "the candles of BTC_KRW 1H were replaced while the run read them; start it again")
        );
    }

    private CandleSeries ReadStrictly(params Candle[] rows) => CreateSource(isStrict: true, rows).Read(Bitcoin);

    private LakeCandleSource CreateSource(bool isStrict, params Candle[] rows)
    {
        ExternalParquetFile.FromBars(rows).Save(lake.PathOf("BTC_KRW/1H/2024.parquet"));
        var form = new BacktestForm
        {
            Strategy = "volume_long_candle",
            Symbols = ["BTC_KRW"],
            Timeframe = "1h",
            StartDate = "2024-06-01",
            EndDate = "2024-06-01",
            Strict = isStrict,
        };
        var plan = new BacktestReader(lake.Lake).Read(form);
        return new LakeCandleSource(lake.Lake, plan, jumpThreshold: 0.3, TestContext.Current.CancellationToken);
    }
}
