using Bokgi.Markets;
using Bokgi.Series;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Series;

public sealed class CandleBuilderTests
{
    private const long Second = UnixTime.MicrosecondsPerSecond;
    private const long Minute = 60 * Second;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    [Fact]
    public void TryClose_WhenALaterTradeComes_ClosesAfterTheGracePeriod()
    {
        var builder = CreateBuilder();
        // The arguments are the trade's id, time, price and quantity.
        builder.Add(1, 10 * Second, 100, 1).ShouldBe(TradeOutcome.Added);
        builder.Add(2, 50 * Second, 103, 0.5m).ShouldBe(TradeOutcome.Added);
        builder.Add(3, 61 * Second, 99, 4).ShouldBe(TradeOutcome.Added);
        builder.TryClose(61 * Second, out _).ShouldBeFalse();
        builder.Add(4, 62 * Second, 98, 4);
        builder.TryClose(61 * Second, out var bar).ShouldBeTrue();
        bar.ShouldBe(new BuiltBar(0, new Candle(0, 100, 103, 100, 103, 1.5), IsComplete: true));
        builder.TryClose(61 * Second, out _).ShouldBeFalse();
    }

    [Fact]
    public void TryClose_NoFurtherTrades_ClosesByTheClock()
    {
        var builder = CreateBuilder();
        builder.Add(1, 10 * Second, 100, 1);
        builder.DueUtc.ShouldBe(62 * Second);
        builder.TryClose((62 * Second) - 1, out _).ShouldBeFalse();
        builder.TryClose(62 * Second, out var bar).ShouldBeTrue();
        bar.Candle!.Value.Close.ShouldBe(100);
        builder.DueUtc.ShouldBeNull();
        builder.TryClose(10 * Minute, out _).ShouldBeFalse(); // no bar without a trade
    }

    [Fact]
    public void Add_LateOrDuplicateTrade_ChangesNoBar()
    {
        var builder = CreateBuilder();
        builder.Add(1, 10 * Second, 100, 1);
        builder.Add(1, 10 * Second, 100, 1).ShouldBe(TradeOutcome.Duplicate);
        builder.TryClose(62 * Second, out var bar).ShouldBeTrue();
        bar.Candle!.Value.Volume.ShouldBe(1);
        builder.Add(1, 10 * Second, 100, 1).ShouldBe(TradeOutcome.Duplicate);
        builder.Add(2, 59 * Second, 500, 1).ShouldBe(TradeOutcome.Late);
        builder.LateTrades.ShouldBe(1);
        builder.TryClose(10 * Minute, out _).ShouldBeFalse();
    }

    [Fact]
    public void Builder_StartedWithinABar_MarksItIncomplete()
    {
        var builder = new CandleBuilder(Timeframe.OneMinute, Grace, 90 * Second);
        builder.Add(1, 30 * Second, 1, 1).ShouldBe(TradeOutcome.Late);
        builder.Add(2, 100 * Second, 5, 1);
        builder.Add(3, 130 * Second, 6, 1);
        builder.TryClose(5 * Minute, out var partialBar).ShouldBeTrue();
        partialBar.ShouldBe(new BuiltBar(Minute, new Candle(Minute, 5, 5, 5, 5, 1), IsComplete: false));
        builder.TryClose(5 * Minute, out var nextBar).ShouldBeTrue();
        nextBar.IsComplete.ShouldBeTrue();
        new CandleBuilder(Timeframe.OneMinute, Grace, Minute).DueUtc.ShouldBeNull();
    }

    [Fact]
    public void MarkMissed_Range_ReportsItsBarsEvenWithoutTrades()
    {
        var builder = CreateBuilder();
        builder.Add(1, 10 * Second, 100, 1);
        builder.MarkMissed(new TimeRange(70 * Second, (3 * Minute) + 1));
        var bars = new List<BuiltBar>();
        while (builder.TryClose(10 * Minute, out var bar))
            bars.Add(bar);
        bars.Select(bar => (bar.OpenUtc / Minute, bar.Candle is null, bar.IsComplete))
            .ShouldBe([(0, false, true), (1, true, false), (2, true, false), (3, true, false)]);
        builder.MarkMissed(new TimeRange(0, 4 * Minute)); // the bars of this range are closed already
        builder.DueUtc.ShouldBeNull();
    }

    // Trades that arrive within the grace period, in any order and twice, must give the same bars as grouping them by minute.
    [Fact]
    public void Builder_DelayedAndRepeatedTrades_MakesTheSameBarsAsGroupingByMinute() =>
        Gen.Select(Gen.Int[0, 30], Gen.Int[1, 500], Gen.Int[1, 1_000], Gen.Double[0, 1.9])
            .List[1, 200]
            .Sample(inputs =>
            {
                var time = 0L;
                var trades = new List<(long Id, long Time, decimal Price, decimal Quantity, double Arrives)>();
                foreach (var (seconds, price, quantity, delay) in inputs)
                {
                    time += seconds * Second;
                    trades.Add((trades.Count, time, price / 10m, quantity / 100_000_000m, time + (delay * Second)));
                }

                var builder = CreateBuilder();
                var bars = new List<BuiltBar>();
                foreach (var trade in trades.SelectMany(trade => new[] { trade, trade }).OrderBy(trade => trade.Arrives))
                {
                    builder.Add(trade.Id, trade.Time, trade.Price, trade.Quantity).ShouldNotBe(TradeOutcome.Late);
                    Drain(builder, (long)trade.Arrives, bars);
                }

                Drain(builder, long.MaxValue / 2, bars);
                bars.ShouldBe(
                    trades
                        .GroupBy(trade => trade.Time / Minute * Minute)
                        .Select(group => new BuiltBar(
                            group.Key,
                            new Candle(
                                group.Key,
                                (double)group.First().Price,
                                (double)group.Max(trade => trade.Price),
                                (double)group.Min(trade => trade.Price),
                                (double)group.Last().Price,
                                (double)group.Sum(trade => trade.Quantity)
                            ),
                            IsComplete: true
                        ))
                );
            });

    private static CandleBuilder CreateBuilder() => new(Timeframe.OneMinute, Grace, 0);

    private static void Drain(CandleBuilder builder, long now, List<BuiltBar> bars)
    {
        while (builder.TryClose(now, out var bar))
            bars.Add(bar);
    }
}
