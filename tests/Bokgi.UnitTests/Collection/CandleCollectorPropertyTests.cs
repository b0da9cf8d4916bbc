using Bokgi.Host.Collection;
using Bokgi.MarketData.Exchanges;
using Bokgi.Markets;
using Bokgi.Series;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Collection;

/// <summary>
/// In the end, the lake contains all closed bars of the exchange, whatever fails and however often the collection restarts. The lake never
/// loses a bar that was stored before the collection.
/// </summary>
public class CandleCollectorPropertyTests
{
    private static readonly long Origin = UnixTime.FromDateTime(new DateTime(2023, 12, 28, 0, 0, 0, DateTimeKind.Utc));

    [Fact]
    public void Collect_FailingOrKilledAnywhere_EndsWithTheExchangesClosedBars() =>
        Gen.Int[0, int.MaxValue - 1].Sample(seed => Check(new Random(seed)), iter: Iterations.Scale(100), threads: 1);

    private static void Check(Random random)
    {
        Timeframe timeframe = Timeframe.Parse(((string[])["1M", "1H", "4H", "1D", "1W", "1MO"])[random.Next(6)]);
        long[] openTimes = [.. OpenTimes(timeframe, random.Next(1, 300))];
        var missingPerThousand = random.Next(2) * 250; // half of the cases have no gaps
        Candle[] allBars = [.. openTimes.Where(_ => random.Next(1_000) >= missingPerThousand).Select(time => Bar(time, random))];
        var exchange = new MemoryExchange(allBars, timeframe, random)
        {
            NowUtc = openTimes[random.Next(openTimes.Length)] + random.Next(1_000_000),
            MicrosecondsPerResponse = random.Next(3) * 4 * UnixTime.MicrosecondsPerSecond,
            FailsOneIn = ((int[])[0, 10, 40])[random.Next(3)],
        };
        using var setup = new CollectionSetup(exchange, timeframe, random.Next(10, 200));
        exchange.BeforeResponse = _ => setup.Clock.NowUtc += exchange.MicrosecondsPerResponse;
        var clockOffset = random.Next(-3, 4) * timeframe.NominalMicroseconds;
        Candle[] storedBefore = [.. BarsStoredBefore(openTimes, allBars, timeframe, exchange.NowUtc, random)];
        setup.Store(storedBefore);
        // Open times that are in the past even by the collector's clock, which may be three bars behind the clock of the exchange.
        long[] pastOpenTimes =
        [
            .. openTimes
                .Where(time => time + (5 * timeframe.NominalMicroseconds) < exchange.NowUtc)
                .DefaultIfEmpty(openTimes[0] - (6 * timeframe.NominalMicroseconds)),
        ];
        var requested = RandomSpan(pastOpenTimes, storedBefore, random);
        exchange.CreateFailure = () =>
            random.Next(2) == 0 ? new ExchangeException(ExchangeErrorKind.Unavailable, "unavailable") : new IOException("killed");
        while (!TryCollect(setup, requested, clockOffset))
            ShouldHaveNoWrongBars(setup, storedBefore, allBars, timeframe);

        ShouldHaveNoWrongBars(setup, storedBefore, allBars, timeframe);
        // From here on, no request fails and the exchange's clock stands still.
        (exchange.FailsOneIn, exchange.MicrosecondsPerResponse) = (0, 0);
        TryCollect(setup, requested, clockOffset).ShouldBeTrue();
        ShouldBeComplete(setup, requested, storedBefore, timeframe);
        ShouldRequestOnlyTheNewest(setup, requested, clockOffset);
    }

    // Collects from the beginning, as a restarted worker or command does, and returns whether all requests succeeded. An IOException simulates
    // that the process was killed after it stored rows and before it stored the record, so the old record is restored.
    private static bool TryCollect(CollectionSetup setup, RequestedSpan requested, long clockOffset)
    {
        var record = File.Exists(setup.RecordPath) ? File.ReadAllText(setup.RecordPath) : null;
        setup.Clock.NowUtc = setup.Exchange.NowUtc + clockOffset;
        try
        {
            setup.Collect(requested).Trouble.ShouldBeNull();
            return true;
        }
        catch (ExchangeException)
        {
            return false;
        }
        catch (IOException)
        {
            if (record is null)
                File.Delete(setup.RecordPath);
            else
                File.WriteAllText(setup.RecordPath, record);
            return false;
        }
    }

    private static void ShouldHaveNoWrongBars(CollectionSetup setup, Candle[] storedBefore, Candle[] allBars, Timeframe timeframe)
    {
        var stored = setup.ReadStoredCandles().ToDictionary(candle => candle.TimeUtc);
        storedBefore.ShouldAllBe(candle => stored.ContainsKey(candle.TimeUtc));
        var barsByTime = allBars.ToDictionary(candle => candle.TimeUtc);
        foreach (var candle in stored.Values.Where(candle => !storedBefore.Contains(candle)))
        {
            candle.ShouldBe(barsByTime[candle.TimeUtc]);
            timeframe.EndOf(candle.TimeUtc).ShouldBeLessThanOrEqualTo(setup.Exchange.NowUtc);
        }
    }

    private static void ShouldBeComplete(CollectionSetup setup, RequestedSpan requested, Candle[] storedBefore, Timeframe timeframe)
    {
        var range = new TimeRange(requested.StartUtc ?? storedBefore[0].TimeUtc, requested.EndUtc ?? long.MaxValue);
        var expected = storedBefore.ToDictionary(candle => candle.TimeUtc);
        foreach (var candle in setup.Exchange.ClosedCandles(range, setup.Exchange.NowUtc))
            expected[candle.TimeUtc] = candle;
        setup.ReadStoredCandles().ShouldBe([.. expected.Values.OrderBy(candle => candle.TimeUtc)], $"{timeframe} {requested}");
    }

    private static void ShouldRequestOnlyTheNewest(CollectionSetup setup, RequestedSpan requested, long clockOffset)
    {
        setup.Exchange.RequestedRanges.Clear();
        TryCollect(setup, requested, clockOffset).ShouldBeTrue();
        var newest = setup.ReadStoredCandles().LastOrDefault().TimeUtc;
        setup.Exchange.RequestedRanges.ShouldAllBe(range => range.StartUtc >= newest);
        setup.Exchange.RequestedRanges.Count.ShouldBeLessThanOrEqualTo(2); // the newest stored bar and the forming bar may be on two pages
    }

    private static IEnumerable<long> OpenTimes(Timeframe timeframe, int count)
    {
        var open = timeframe.OpenOf(Origin);
        for (var i = 0; i < count; i++, open = timeframe.EndOf(open))
            yield return open;
    }

    // Bars that another program stored. Some equal bars of the exchange, some never existed there, and the newest was
    // stored while it was still forming.
    private static IEnumerable<Candle> BarsStoredBefore(long[] openTimes, Candle[] allBars, Timeframe timeframe, long nowUtc, Random random)
    {
        // With 0 halves, no bar was stored; with 1, about half of the bars; with 2, all of them.
        var (halves, storedUntilUtc) = (random.Next(3), Math.Min(nowUtc, openTimes[random.Next(openTimes.Length)]));
        var exchangeBars = allBars.ToDictionary(candle => candle.TimeUtc);
        long[] stored = [.. openTimes.Where(time => timeframe.EndOf(time) <= storedUntilUtc && random.Next(2) < halves)];
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
        long? end = start is null || random.Next(2) == 0 ? null : openTimes[Math.Max(from, to)] + random.Next(2);
        return new RequestedSpan(start, end, Days: null);
    }

    private static Candle Bar(long time, Random random)
    {
        var open = random.Next(1, 1_000);
        return new Candle(time, open, open + 3, open, open + 1, 2 * random.Next(1, 100));
    }
}
