using Bokgi.Host.Collection;
using Bokgi.MarketData.Exchanges;
using Bokgi.Markets;
using Bokgi.Series;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Collection;

/// <summary>
/// Whatever fails, and however often a collection restarts, the lake must end up with all closed bars of the exchange and must not lose a
/// stored bar.
/// </summary>
public class CandleCollectorPropertyTests
{
    private static readonly long Origin = UnixTime.FromDateTime(new DateTime(2023, 12, 28, 0, 0, 0, DateTimeKind.Utc));

    [Fact]
    public void Collect_FailingOrKilledAnywhere_EndsWithTheExchangesClosedBars() =>
        Gen.Int[0, int.MaxValue - 1].Sample(seed => Check(new Random(seed)), iter: Iterations.Of(100), threads: 1);

    private static void Check(Random random)
    {
        Timeframe timeframe = Timeframe.Parse(((string[])["1M", "1H", "4H", "1D", "1W", "1MO"])[random.Next(6)]);
        long[] openTimes = [.. OpenTimes(timeframe, random.Next(1, 300))];
        var gapsPerThousand = random.Next(2) * 250; // half of the cases have no gaps
        Candle[] allBars = [.. openTimes.Where(_ => random.Next(1_000) >= gapsPerThousand).Select(time => Bar(time, random))];
        var exchange = new MemoryExchange(allBars, timeframe, random)
        {
            NowUtc = openTimes[random.Next(openTimes.Length)] + random.Next(1_000_000),
            Step = random.Next(3) * 4 * UnixTime.MicrosecondsPerSecond,
            FailsOneIn = ((int[])[0, 10, 40])[random.Next(3)],
        };
        using var bench = new CollectionBench(exchange, timeframe, random.Next(10, 200));
        exchange.BeforeResponse = _ => bench.Clock.NowUtc += exchange.Step;
        var clockOffset = random.Next(-3, 4) * timeframe.NominalMicroseconds;
        Candle[] storedBefore = [.. BarsStoredBefore(openTimes, allBars, timeframe, exchange.NowUtc, random)];
        bench.Store(storedBefore);
        var requested = RandomSpan(
            [
                .. openTimes
                    .Where(time => time + (5 * timeframe.NominalMicroseconds) < exchange.NowUtc)
                    .DefaultIfEmpty(openTimes[0] - (6 * timeframe.NominalMicroseconds)),
            ],
            storedBefore,
            random
        );
        exchange.CreateFailure = () =>
            random.Next(2) == 0 ? new ExchangeException(ExchangeErrorKind.Unavailable, "unavailable") : new IOException("killed");
        while (!TryCollect(bench, requested, clockOffset))
            ShouldHaveNoWrongBars(bench, storedBefore, allBars, timeframe);

        ShouldHaveNoWrongBars(bench, storedBefore, allBars, timeframe);
        (exchange.FailsOneIn, exchange.Step) = (0, 0);
        TryCollect(bench, requested, clockOffset).ShouldBeTrue();
        ShouldBeComplete(bench, requested, storedBefore, timeframe);
        ShouldRequestOnlyTheNewest(bench, requested, clockOffset);
    }

    // Collects from the beginning, as a restarted worker or command does. An IOException simulates a process that was killed after it had
    // stored rows and before it stored the record, so the old record is restored.
    private static bool TryCollect(CollectionBench bench, RequestedSpan requested, long clockOffset)
    {
        var record = File.Exists(bench.RecordPath) ? File.ReadAllText(bench.RecordPath) : null;
        bench.Clock.NowUtc = bench.Exchange.NowUtc + clockOffset;
        try
        {
            bench.Collect(requested).Trouble.ShouldBeNull();
            return true;
        }
        catch (ExchangeException)
        {
            return false;
        }
        catch (IOException)
        {
            if (record is null)
                File.Delete(bench.RecordPath);
            else
                File.WriteAllText(bench.RecordPath, record);
            return false;
        }
    }

    private static void ShouldHaveNoWrongBars(CollectionBench bench, Candle[] storedBefore, Candle[] allBars, Timeframe timeframe)
    {
        var stored = bench.Stored().ToDictionary(candle => candle.TimeUtc);
        storedBefore.ShouldAllBe(candle => stored.ContainsKey(candle.TimeUtc));
        var barsByTime = allBars.ToDictionary(candle => candle.TimeUtc);
        foreach (var candle in stored.Values.Where(candle => !storedBefore.Contains(candle)))
        {
            candle.ShouldBe(barsByTime[candle.TimeUtc]);
            timeframe.EndOf(candle.TimeUtc).ShouldBeLessThanOrEqualTo(bench.Exchange.NowUtc);
        }
    }

    private static void ShouldBeComplete(CollectionBench bench, RequestedSpan requested, Candle[] storedBefore, Timeframe timeframe)
    {
        var range = new TimeRange(requested.StartUtc ?? storedBefore[0].TimeUtc, requested.EndUtc ?? long.MaxValue);
        var expected = storedBefore.ToDictionary(candle => candle.TimeUtc);
        foreach (var candle in bench.Exchange.Closed(range, bench.Exchange.NowUtc))
            expected[candle.TimeUtc] = candle;
        bench.Stored().ShouldBe([.. expected.Values.OrderBy(candle => candle.TimeUtc)], $"{timeframe} {requested}");
    }

    private static void ShouldRequestOnlyTheNewest(CollectionBench bench, RequestedSpan requested, long clockOffset)
    {
        bench.Exchange.RequestedRanges.Clear();
        TryCollect(bench, requested, clockOffset).ShouldBeTrue();
        var newest = bench.Stored().LastOrDefault().TimeUtc;
        bench.Exchange.RequestedRanges.ShouldAllBe(range => range.StartUtc >= newest);
        bench.Exchange.RequestedRanges.Count.ShouldBeLessThanOrEqualTo(2); // the newest stored and the forming bar, perhaps in two pages
    }

    private static IEnumerable<long> OpenTimes(Timeframe timeframe, int count)
    {
        var open = timeframe.OpenOf(Origin);
        for (var i = 0; i < count; i++, open = timeframe.EndOf(open))
            yield return open;
    }

    // Bars that another program stored: some are the exchange's, others never existed, and the newest was still forming.
    private static IEnumerable<Candle> BarsStoredBefore(long[] openTimes, Candle[] allBars, Timeframe timeframe, long nowUtc, Random random)
    {
        // With a share of 0, no bar was stored; with 1, about half of the bars; with 2, all of them.
        var (share, storedUntilUtc) = (random.Next(3), Math.Min(nowUtc, openTimes[random.Next(openTimes.Length)]));
        var exchangeBars = allBars.ToDictionary(candle => candle.TimeUtc);
        long[] stored = [.. openTimes.Where(time => timeframe.EndOf(time) <= storedUntilUtc && random.Next(2) < share)];
        foreach (var time in stored)
        {
            var candle = exchangeBars.TryGetValue(time, out var exchangeBar) ? exchangeBar : Bar(time, random);
            yield return time == stored[^1] ? candle with { Volume = candle.Volume / 2 } : candle;
        }
    }

    private static RequestedSpan RandomSpan(long[] openTimes, Candle[] storedBefore, Random random)
    {
        var (from, to) = (random.Next(openTimes.Length), random.Next(openTimes.Length));
        var start = storedBefore.Length > 0 && random.Next(3) == 0 ? (long?)null : openTimes[Math.Min(from, to)] - random.Next(2);
        return new RequestedSpan(start, start is null || random.Next(2) == 0 ? null : openTimes[Math.Max(from, to)] + random.Next(2), null);
    }

    private static Candle Bar(long time, Random random)
    {
        var open = random.Next(1, 1_000);
        return new Candle(time, open, open + 3, open, open + 1, 2 * random.Next(1, 100));
    }
}
