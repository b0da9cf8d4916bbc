using System.Diagnostics;
using System.Globalization;
using Bokgi.Host.PaperTrading.Feed;
using Bokgi.Host.PaperTrading.Requests;
using Bokgi.Host.PaperTrading.Sessions;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.IntegrationTests.Store;
using Bokgi.IntegrationTests.Tasks;
using Bokgi.MarketData.Exchanges;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Shouldly;
using Xunit;
using EventLog = Bokgi.Host.Platform.Events.Store.EventLog;

namespace Bokgi.IntegrationTests.PaperTrading;

/// <summary>
/// Two hundred markets with two strategies each, whose bars are built from trades: seven hours, or three days with BOKGI_SOAK=1.
/// </summary>
[Collection(nameof(Timed))]
public sealed class PaperLoadTests : IDisposable
{
    private const int Markets = 200;
    private const int TradesOfABar = 4;
    private const double MostGrowth = 1.1;

    private static readonly long StartUtc = UnixTime.FromDateTime(new DateTime(2025, 9, 10, 0, 0, 0, DateTimeKind.Utc));

    private readonly SqliteStore house = new();
    private readonly CrashingClock clock = new();
    private readonly Random random = new(8);

    private static int Minutes => Installation.IsSoak ? 4_320 : 432;

    public void Dispose() => house.Dispose();

    [Fact]
    public async Task Session_OfManyMarkets_KeepsUpAndDoesNotGrow()
    {
        Symbol[] symbols = [.. Enumerable.Range(0, Markets).Select(i => Symbol.Parse($"C{i}_KRW"))];
        var store = new PaperStore(house.Database, new EventLog(clock), clock);
        using var exchange = new SimulatedExchange([], StartUtc, 0, 1);
        var runner = await BeginAsync(store, symbols, exchange);
        var reading = new LiveBars(clock);
        clock.NowUtc = StartUtc;
        var fromUtc = reading.Connected(StartUtc, isNewStream: false);
        foreach (var symbol in symbols)
            reading.Of(Timeframe.OneMinute).Cover(symbol, fromUtc);
        await runner.ProcessAsync(new Host.PaperTrading.Feed.FeedUpdate.Covered(symbols, fromUtc), CancellationToken.None);

        var prices = Enumerable.Repeat(10_000, Markets).ToArray();
        var latencies = new List<double>();
        var early = 0L;
        for (var minute = 0; minute < Minutes; minute++)
        {
            Trade(minute, symbols, prices, reading);
            foreach (var (_, closed) in reading.Close().ToList())
            {
                var begun = Stopwatch.GetTimestamp();
                await runner.ProcessAsync(closed, CancellationToken.None);
                latencies.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }

            if (minute == Minutes / 10)
                early = GC.GetTotalMemory(forceFullCollection: true);
        }

        var late = GC.GetTotalMemory(forceFullCollection: true);
        latencies.Sort();
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{latencies.Count} bars of {Markets} markets on 2 strategies, from the close to kept and published: median {latencies[latencies.Count / 2]:0} ms, p99 {latencies[latencies.Count * 99 / 100]:0} ms; memory {early >> 10} KiB after a tenth, {late >> 10} KiB at the end"
            )
        );
        (await new PaperPages(house.Database).FindAsync(null))!.LogLength.ShouldBeGreaterThan(Minutes - 3);
        ((double)late).ShouldBeLessThan(early * MostGrowth);
    }

    private async Task<SessionRunner> BeginAsync(PaperStore store, Symbol[] symbols, SimulatedExchange exchange)
    {
        var form = new SessionForm
        {
            Symbols = [.. symbols.Select(symbol => symbol.Code)],
            Strategies = symbols.ToDictionary(
                symbol => symbol.Code,
                IReadOnlyList<PairForm> (_) =>
                    [new PairForm { StrategyName = "volume_long_candle" }, new PairForm { StrategyName = "volume_zone_breakout" }]
            ),
        };
        var order = SessionRequest.Of(form, SessionRequestReader.Read(form), new Dictionary<string, double>());
        await store.BeginAsync(order.Write(), new { });
        var sight = (await store.LookAsync()).Single();
        var claim = (await store.ClaimAsync(sight, "load")).ShouldNotBeNull();
        var (row, session) = (await new PaperPages(house.Database).OpenAsync(claim.SessionId)).ShouldNotBeNull();
        var fetching = new BarFetcher(exchange, new CandleLake(house.Settings.DataRoot), Timeframe.OneMinute);
        return new SessionRunner(
            claim,
            row,
            session,
            store,
            new SessionCommands(house.Database, clock),
            fetching,
            clock,
            CancellationToken.None
        );
    }

    private void Trade(int minute, Symbol[] symbols, int[] prices, LiveBars reading)
    {
        var open = StartUtc + (minute * Timeframe.OneMinute.NominalMicroseconds);
        for (var turn = 0; turn < TradesOfABar; turn++)
        {
            var timeUtc = open + ((turn * 14) + 3) * UnixTime.MicrosecondsPerSecond;
            clock.NowUtc = timeUtc;
            for (var market = 0; market < symbols.Length; market++)
            {
                prices[market] = Math.Max(100, prices[market] + random.Next(-40, 41));
                var id = (minute * TradesOfABar) + turn + 1L;
                reading.Traded(new ExchangeTrade(symbols[market], id, timeUtc, prices[market], random.Next(1, 1_000) / 16m, true));
            }
        }
    }
}
