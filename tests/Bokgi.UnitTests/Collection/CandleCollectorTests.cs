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
    private static readonly RequestedSpan DefaultSpan = new(StartUtc: null, EndUtc: null, Days: null);

    private readonly CollectionSetup setup;

    // A day of one-minute bars, of which bar 100 is missing. On the clock of the exchange, the last bar opened 24 seconds ago, so it is forming.
    public CandleCollectorTests()
    {
        Candle[] allBars = [.. Enumerable.Range(0, 1_440).Where(minute => minute != 100).Select(minute => Bar(At(minute), minute + 1))];
        var exchange = new MemoryExchange(allBars, Timeframe.OneMinute, new Random(1)) { NowUtc = At(1_439) + 24_000_000 };
        setup = new CollectionSetup(exchange, Timeframe.OneMinute);
        setup.Clock.NowUtc = exchange.NowUtc;
    }

    public void Dispose() => setup.Dispose();

    [Fact]
    public void Collect_ADay_StoresItsClosedBarsAndRecordsTheRequestedRange()
    {
        var progress = setup.Collect(From(0));

        setup.ReadStoredCandles().Length.ShouldBe(1_438);
        setup.ReadStoredCandles()[^1].ShouldBe(Bar(At(1_438), 1_439));
        (progress.Added, progress.Corrected, progress.Unchanged, progress.Asked, progress.NoTrade).ShouldBe((1_438, 0, 0, 1_439, 1));
        setup.Record!.CoveredRanges.ShouldBe([new TimeRange(At(0), At(1_439))]);
        setup.Record.Source.ShouldBe("upbit");
        setup.Record.LastSuccessUtc.ShouldBe(setup.Clock.NowUtc);
        setup.BarsDone.ShouldBe(1_440);
    }

    [Fact]
    public void Collect_BarThatDiffers_IsReplacedByTheBarOfTheExchange()
    {
        setup.Store([Bar(At(1_000), 1_001), Bar(At(1_001), 7)]);

        var progress = setup.Collect(DefaultSpan);

        (progress.Added, progress.Corrected).ShouldBe((437, 1)); // bars 1,002 to 1,438 are added
        setup.ReadStoredCandles().Single(bar => bar.TimeUtc == At(1_001)).ShouldBe(Bar(At(1_001), 1_002));
        setup.ReadStoredCandles()[0].TimeUtc.ShouldBe(At(1_000)); // earlier bars are not collected
        setup
            .Exchange.RequestedRanges[0]
            .StartUtc.ShouldBe(At(1_001), "a bar that may have been stored while it was forming is requested first");
    }

    [Fact]
    public void Collect_Again_RequestsOnlyTheNewestBar()
    {
        setup.Collect(From(0));
        setup.Exchange.RequestedRanges.Clear();

        var progress = setup.Collect(DefaultSpan);

        setup.Exchange.RequestedRanges.ShouldAllBe(range => range.StartUtc >= At(1_438));
        (progress.Added, progress.Corrected, progress.Unchanged).ShouldBe((0, 0, 1));
    }

    [Fact]
    public void Collect_ClockBehindTheExchange_StillReachesTheExchangesTime()
    {
        Candle[] allBars = [.. Enumerable.Range(1_000, 20).Select(minute => Bar(At(minute), minute))];
        var exchange = new MemoryExchange(allBars, Timeframe.OneMinute, new Random(1)) { NowUtc = At(1_010) + 24_000_000, FailsAfter = 1 };
        using var slowClockSetup = new CollectionSetup(exchange, Timeframe.OneMinute);
        slowClockSetup.Clock.NowUtc = At(900);
        Should.Throw<ExchangeException>(() => slowClockSetup.Collect(From(0)));
        slowClockSetup.Record!.CoveredRanges.ShouldBe([new TimeRange(At(0), At(901))]); // up to the collector's time
        exchange.FailsAfter = int.MaxValue;

        slowClockSetup.Collect(From(0));

        slowClockSetup.ReadStoredCandles().Select(bar => bar.TimeUtc).ShouldBe(Enumerable.Range(1_000, 10).Select(At));
    }

    [Fact]
    public void Collect_ScatteredGaps_RequestsWholePages()
    {
        setup.Store(Enumerable.Range(0, 1_439).Where(minute => minute % 5 != 0).Select(minute => Bar(At(minute), minute + 1)));

        setup.Collect(DefaultSpan);

        setup.ReadStoredCandles().Length.ShouldBe(1_437); // all closed bars except the first, which precedes the first stored bar
        setup.Exchange.RequestedRanges.Count.ShouldBeLessThan(120, "288 gaps, in pages of about 30 bars");
    }

    [Fact]
    public void Collect_ExchangeUnavailable_StoresWhatItReceivedAndRecordsTheError()
    {
        setup.Collect(From(1_400));
        var responsesSoFar = setup.Exchange.AnsweredRanges.Count;
        setup.Exchange.CreateFailure = () => new ExchangeException(ExchangeErrorKind.Unavailable, "upbit has not answered since noon");
        setup.Exchange.FailsAfter = responsesSoFar + 5;

        Should.Throw<ExchangeException>(() => setup.Collect(From(0)));

        setup.ReadStoredCandles().Length.ShouldBeGreaterThan(40);
        setup.Record!.Error.ShouldBe("upbit has not answered since noon");
        setup.Exchange.FailsAfter = int.MaxValue;
        setup.Collect(From(0));
        setup.Record.Error.ShouldBeNull();
        setup.ReadStoredCandles().Length.ShouldBe(1_438);
    }

    [Fact]
    public void Collect_MarketThatIsRefused_ReportsItAndLeavesNoFolder()
    {
        setup.Exchange.CreateFailure = () => new ExchangeException(ExchangeErrorKind.Refused, "upbit has no market BTC_KRW");
        setup.Exchange.FailsAfter = 0;

        setup.Collect(From(0)).Trouble.ShouldBe("upbit has no market BTC_KRW");

        Directory.EnumerateFileSystemEntries(setup.Lake.Root).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(CollectionRecord.Synthetic, "BTC_KRW 1M in the lake is synthetic")]
    [InlineData("binance", "BTC_KRW 1M in the lake was collected from binance")]
    public void Collect_SeriesOfAnotherSource_IsRefusedAndUntouched(string source, string error)
    {
        setup.Store([Bar(At(3), 9)]);
        setup.Lake.UpdateCollectionRecord(
            setup.Series.Symbol,
            setup.Series.Timeframe,
            _ => CollectionRecord.Empty(source),
            CancellationToken.None
        );

        setup.Collect(From(0)).Trouble.ShouldStartWith(error);

        setup.ReadStoredCandles().ShouldBe([Bar(At(3), 9)]);
        setup.Exchange.RequestedRanges.ShouldBeEmpty();
    }

    [Fact]
    public void Collect_Interrupted_StoresWhatItReceived()
    {
        using var interrupt = new CancellationTokenSource();
        setup.Exchange.BeforeResponse = count =>
        {
            if (count == 10)
                interrupt.Cancel();
        };

        Should.Throw<OperationCanceledException>(() => setup.Collect(From(0), interrupt.Token));

        setup.ReadStoredCandles().Length.ShouldBeGreaterThan(9);
        setup.Record!.CoveredRanges.ShouldHaveSingleItem().EndUtc.ShouldBe(At(1_439));
    }

    [Fact]
    public void Cut_NothingStoredAndNoSpanGiven_ReachesBackAMonthOfMinutes()
    {
        var pieces = setup.Cut(DefaultSpan);

        pieces.Sum(piece => piece.Bars).ShouldBe(43_200); // 30 days of 1,440 minutes
        pieces.Count.ShouldBe(3); // of at most 20,000 bars each
        pieces[0].Span.EndUtc.ShouldBe(long.MaxValue);
        pieces[^1].Span.StartUtc.ShouldBe(setup.Clock.NowUtc - (43_200 * 60_000_000L));
    }

    [Fact]
    public void Cut_NumberOfDays_ReachesThatFarBack() =>
        setup.Cut(new RequestedSpan(null, null, Days: 2)).Sum(piece => piece.Bars).ShouldBe(2 * 1_440);

    [Fact]
    public void Cut_WithStoredBars_BeginsWithThePieceThatContainsTheNewestStoredBar()
    {
        setup.Store([Bar(At(-50_000), 9), Bar(At(-30_000), 9)]);

        var pieces = setup.Cut(DefaultSpan);

        pieces[0].Again.ShouldBe(At(-30_000));
        pieces.Skip(1).ShouldAllBe(piece => piece.Again == null);
        pieces[1].Span.EndUtc.ShouldBe(long.MaxValue);
    }

    private static RequestedSpan From(int minute) => new(At(minute), EndUtc: null, Days: null);

    private static long At(int minute) => TimeOf("2024-03-01T00:00Z") + (minute * 60_000_000L);
}
