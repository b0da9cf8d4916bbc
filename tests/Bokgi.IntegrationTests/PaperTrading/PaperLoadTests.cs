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
/// A session on two hundred markets with two strategies each. Bars are built from trades. The test covers seven simulated hours, or three
/// days with BOKGI_SOAK=1.
/// </summary>
[Collection(nameof(MeasuringTests))]
public sealed class PaperLoadTests : IDisposable
{
    private const int Markets = 200;
    private const int TradesPerBar = 4;
    private const double MaxGrowth = 1.1; // the memory at the end, relative to that after a tenth of the minutes

    private static readonly long StartUtc = UnixTime.FromDateTime(new DateTime(2025, 9, 10, 0, 0, 0, DateTimeKind.Utc));

    private readonly SqliteStore fixture = new();
    private readonly CrashingClock clock = new();
    private readonly Random random = new(Seed: 8);

    private static int Minutes => Installation.IsSoak ? 4_320 : 432;

    public void Dispose() => fixture.Dispose();

    [Fact]
    public async Task Session_WithManyMarkets_ProcessesEveryBarWithoutMemoryGrowth()
    {
        Symbol[] symbols = [.. Enumerable.Range(0, Markets).Select(i => Symbol.Parse($"C{i}_KRW"))];
        var store = new PaperStore(fixture.Database, new EventLog(clock), clock);
        using var exchange = new SimulatedExchange([], StartUtc, minutes: 0, seed: 1);
        var runner = await StartSessionAsync(store, symbols, exchange);
        var liveBars = new LiveBars(clock);
        clock.NowUtc = StartUtc;
        var fromUtc = liveBars.OnConnected(StartUtc, isNewStream: false);
        foreach (var symbol in symbols)
            liveBars.GetOrAddMaker(Timeframe.OneMinute).StartBuilding(symbol, fromUtc);
        await runner.ProcessAsync(new Host.PaperTrading.Feed.FeedUpdate.SymbolsWentLive(symbols, fromUtc), CancellationToken.None);

        var prices = Enumerable.Repeat(10_000, Markets).ToArray();
        var latencies = new List<double>();
        var earlyBytes = 0L;
        for (var minute = 0; minute < Minutes; minute++)
        {
            TradeOneMinute(minute, symbols, prices, liveBars);
            foreach (var (_, closed) in liveBars.CloseBars().ToList())
            {
                var startedAt = Stopwatch.GetTimestamp();
                await runner.ProcessAsync(closed, CancellationToken.None);
                latencies.Add(Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds);
            }

            if (minute == Minutes / 10)
                earlyBytes = GC.GetTotalMemory(forceFullCollection: true);
        }

        var lateBytes = GC.GetTotalMemory(forceFullCollection: true);
        latencies.Sort();
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{latencies.Count} bars of {Markets} markets with 2 strategies each, from the close until stored and published: median {latencies[latencies.Count / 2]:0} ms, p99 {latencies[latencies.Count * 99 / 100]:0} ms; memory {earlyBytes >> 10} KiB after a tenth, {lateBytes >> 10} KiB at the end"
            )
        );
        // The log has an entry for each minute except the first and the last, whose bars are incomplete.
        (await new PaperQueries(fixture.Database).FindAsync(null))!.LogLength.ShouldBeGreaterThan(Minutes - 3);
        ((double)lateBytes).ShouldBeLessThan(earlyBytes * MaxGrowth);
    }

    private async Task<SessionRunner> StartSessionAsync(PaperStore store, Symbol[] symbols, SimulatedExchange exchange)
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
        var request = SessionRequest.Of(form, SessionRequestReader.Read(form), new Dictionary<string, double>());
        await store.CreateAsync(request.ToJson(), new { });
        var lease = (await store.ActiveLeasesAsync()).Single();
        var claimedLease = (await store.ClaimAsync(lease, "load")).ShouldNotBeNull();
        var (row, session) = (await new PaperQueries(fixture.Database).LoadAsync(claimedLease.SessionId)).ShouldNotBeNull();
        var barFetcher = new BarFetcher(exchange, new CandleLake(fixture.Settings.DataRoot), Timeframe.OneMinute);
        return new SessionRunner(
            claimedLease,
            row,
            session,
            store,
            new SessionCommands(fixture.Database, clock),
            barFetcher,
            clock,
            CancellationToken.None
        );
    }

    private void TradeOneMinute(int minute, Symbol[] symbols, int[] prices, LiveBars liveBars)
    {
        var openUtc = StartUtc + (minute * Timeframe.OneMinute.NominalMicroseconds);
        for (var tradeIndex = 0; tradeIndex < TradesPerBar; tradeIndex++)
        {
            var second = (tradeIndex * 14) + 3; // spreads the four trades over the minute
            var timeUtc = openUtc + second * UnixTime.MicrosecondsPerSecond;
            clock.NowUtc = timeUtc;
            for (var market = 0; market < symbols.Length; market++)
            {
                prices[market] = Math.Max(100, prices[market] + random.Next(-40, 41));
                var id = (minute * TradesPerBar) + tradeIndex + 1L;
                liveBars.OnTrade(new ExchangeTrade(symbols[market], id, timeUtc, prices[market], random.Next(1, 1_000) / 16m, IsBuy: true));
            }
        }
    }
}
