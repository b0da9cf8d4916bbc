using Bokgi.Host.Collection;
using Bokgi.MarketData.Exchanges;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;
using Shouldly;
using Xunit;
using static Bokgi.UnitTests.Lake.TemporaryLake;

namespace Bokgi.UnitTests.Collection;

public sealed class CandleCollectorTests : IDisposable
{
    private static readonly RequestedSpan DefaultSpan = new(null, null, null);

    private readonly CollectionBench bench;

    // A day of one-minute bars without bar 100; the exchange's time is 24 seconds after the last bar's open.
    public CandleCollectorTests()
    {
        Candle[] allBars = [.. Enumerable.Range(0, 1_440).Where(minute => minute != 100).Select(minute => Bar(At(minute), minute + 1))];
        var exchange = new MemoryExchange(allBars, Timeframe.OneMinute, new Random(1)) { NowUtc = At(1_439) + 24_000_000 };
        bench = new CollectionBench(exchange, Timeframe.OneMinute);
        bench.Clock.NowUtc = exchange.NowUtc;
    }

    public void Dispose() => bench.Dispose();

    [Fact]
    public void Collect_ADay_StoresItsClosedBarsAndRecordsTheRequestedRange()
    {
        var progress = bench.Collect(From(0));

        bench.Stored().Length.ShouldBe(1_438);
        bench.Stored()[^1].ShouldBe(Bar(At(1_438), 1_439));
        (progress.Added, progress.Corrected, progress.Unchanged, progress.Asked, progress.NoTrade).ShouldBe((1_438, 0, 0, 1_439, 1));
        bench.Record!.CoveredRanges.ShouldBe([new TimeRange(At(0), At(1_439))]);
        bench.Record.Source.ShouldBe("upbit");
        bench.Record.LastSuccessUtc.ShouldBe(bench.Clock.NowUtc);
        bench.BarsDone.ShouldBe(1_440);
    }

    [Fact]
    public void Collect_BarThatDiffers_IsReplacedByTheBarOfTheExchange()
    {
        bench.Store([Bar(At(1_000), 1_001), Bar(At(1_001), 7)]);

        var progress = bench.Collect(DefaultSpan);

        (progress.Added, progress.Corrected).ShouldBe((437, 1));
        bench.Stored().Single(bar => bar.TimeUtc == At(1_001)).ShouldBe(Bar(At(1_001), 1_002));
        bench.Stored()[0].TimeUtc.ShouldBe(At(1_000)); // earlier bars are not collected
        bench
            .Exchange.RequestedRanges[0]
            .StartUtc.ShouldBe(At(1_001), "a bar that may have been stored while it was forming is requested first");
    }

    [Fact]
    public void Collect_Again_RequestsOnlyTheNewestBar()
    {
        bench.Collect(From(0));
        bench.Exchange.RequestedRanges.Clear();

        var progress = bench.Collect(DefaultSpan);

        bench.Exchange.RequestedRanges.ShouldAllBe(range => range.StartUtc >= At(1_438));
        (progress.Added, progress.Corrected, progress.Unchanged).ShouldBe((0, 0, 1));
    }

    [Fact]
    public void Collect_ClockBehindTheExchange_StillReachesTheExchangesTime()
    {
        Candle[] allBars = [.. Enumerable.Range(1_000, 20).Select(minute => Bar(At(minute), minute))];
        var exchange = new MemoryExchange(allBars, Timeframe.OneMinute, new Random(1)) { NowUtc = At(1_010) + 24_000_000, FailsAfter = 1 };
        using var lateClockBench = new CollectionBench(exchange, Timeframe.OneMinute);
        lateClockBench.Clock.NowUtc = At(900);
        Should.Throw<ExchangeException>(() => lateClockBench.Collect(From(0)));
        lateClockBench.Record!.CoveredRanges.ShouldBe([new TimeRange(At(0), At(901))]);
        exchange.FailsAfter = int.MaxValue;

        lateClockBench.Collect(From(0));

        lateClockBench.Stored().Select(bar => bar.TimeUtc).ShouldBe(Enumerable.Range(1_000, 10).Select(At));
    }

    [Fact]
    public void Collect_ScatteredGaps_RequestsWholePages()
    {
        bench.Store(Enumerable.Range(0, 1_439).Where(minute => minute % 5 != 0).Select(minute => Bar(At(minute), minute + 1)));

        bench.Collect(DefaultSpan);

        bench.Stored().Length.ShouldBe(1_437); // all closed bars except the first, which precedes the first stored bar
        bench.Exchange.RequestedRanges.Count.ShouldBeLessThan(120, "288 gaps, in pages of about 30 bars");
    }

    [Fact]
    public void Collect_ExchangeUnavailable_StoresWhatItReceivedAndRecordsTheError()
    {
        bench.Collect(new RequestedSpan(At(1_400), null, null));
        var responsesSoFar = bench.Exchange.AnsweredRanges.Count;
        bench.Exchange.CreateFailure = () => new ExchangeException(ExchangeErrorKind.Unavailable, "upbit has not answered since noon");
        bench.Exchange.FailsAfter = responsesSoFar + 5;

        Should.Throw<ExchangeException>(() => bench.Collect(From(0)));

        bench.Stored().Length.ShouldBeGreaterThan(40);
        bench.Record!.Error.ShouldBe("upbit has not answered since noon");
        bench.Exchange.FailsAfter = int.MaxValue;
        bench.Collect(From(0));
        bench.Record.Error.ShouldBeNull();
        bench.Stored().Length.ShouldBe(1_438);
    }

    [Fact]
    public void Collect_MarketThatIsRefused_ReportsItAndLeavesNoFolder()
    {
        bench.Exchange.CreateFailure = () => new ExchangeException(ExchangeErrorKind.Refused, "upbit has no market BTC_KRW");
        bench.Exchange.FailsAfter = 0;

        bench.Collect(From(0)).Trouble.ShouldBe("upbit has no market BTC_KRW");

        Directory.EnumerateFileSystemEntries(bench.Lake.Root).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(CollectionRecord.Synthetic, "BTC_KRW 1M in the lake is synthetic")]
    [InlineData("binance", "BTC_KRW 1M in the lake was collected from binance")]
    public void Collect_SeriesOfAnotherSource_IsRefusedAndUntouched(string source, string error)
    {
        bench.Store([Bar(At(3), 9)]);
        bench.Lake.UpdateCollectionRecord(
            bench.Series.Symbol,
            bench.Series.Timeframe,
            _ => CollectionRecord.Empty(source),
            CancellationToken.None
        );

        bench.Collect(From(0)).Trouble.ShouldStartWith(error);

        bench.Stored().ShouldBe([Bar(At(3), 9)]);
        bench.Exchange.RequestedRanges.ShouldBeEmpty();
    }

    [Fact]
    public void Collect_Interrupted_StoresWhatItReceived()
    {
        using var interrupt = new CancellationTokenSource();
        bench.Exchange.BeforeResponse = count =>
        {
            if (count == 10)
                interrupt.Cancel();
        };

        Should.Throw<OperationCanceledException>(() => bench.Collect(From(0), interrupt.Token));

        bench.Stored().Length.ShouldBeGreaterThan(9);
        bench.Record!.CoveredRanges.ShouldHaveSingleItem().EndUtc.ShouldBe(At(1_439));
    }

    [Fact]
    public void Cut_NothingStoredAndNoSpanGiven_ReachesBackAMonthOfMinutes()
    {
        var pieces = bench.Cut(DefaultSpan);

        pieces.Sum(piece => piece.Bars).ShouldBe(43_200);
        pieces.Count.ShouldBe(3);
        pieces[0].Span.EndUtc.ShouldBe(long.MaxValue);
        pieces[^1].Span.StartUtc.ShouldBe(bench.Clock.NowUtc - (43_200 * 60_000_000L));
    }

    [Fact]
    public void Cut_NumberOfDays_ReachesThatFarBack() =>
        bench.Cut(new RequestedSpan(null, null, 2)).Sum(piece => piece.Bars).ShouldBe(2 * 1_440);

    [Fact]
    public void Cut_WithStoredBars_BeginsWithThePieceThatContainsTheNewestStoredBar()
    {
        bench.Store([Bar(At(-50_000), 9), Bar(At(-30_000), 9)]);

        var pieces = bench.Cut(DefaultSpan);

        pieces[0].Again.ShouldBe(At(-30_000));
        pieces.Skip(1).ShouldAllBe(piece => piece.Again == null);
        pieces[1].Span.EndUtc.ShouldBe(long.MaxValue);
    }

    private static RequestedSpan From(int minute) => new(At(minute), null, null);

    private static long At(int minute) => TimeOf("2024-03-01T00:00Z") + (minute * 60_000_000L);
}
