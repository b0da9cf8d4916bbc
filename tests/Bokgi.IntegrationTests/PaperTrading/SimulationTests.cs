using Bokgi.Host.PaperTrading.Verification;
using Bokgi.IntegrationTests.Store;
using Bokgi.IntegrationTests.Tasks;
using Bokgi.Markets;
using Bokgi.Series;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.PaperTrading;

public sealed class SqliteSimulationTests(SqliteStore fixture) : SimulationTests(fixture, defaultSeedCount: 40), IClassFixture<SqliteStore>;

public sealed class PostgresSimulationTests(PostgresStore fixture)
    : SimulationTests(fixture, defaultSeedCount: 5),
        IClassFixture<PostgresStore>;

/// <summary>
/// Paper sessions in seeded simulations. No matter which trades are lost and when the process crashes, the result is that of a backtest.
/// BOKGI_SOAK=1 tries thousands of seeds; <c>BOKGI_SEED=N scripts/test.sh --filter SimulationTests</c> repeats one.
/// </summary>
public abstract class SimulationTests(StoreFixture fixture, int defaultSeedCount)
{
    private const double Tolerance = 1e-9;

    private int SeedCount => Installation.IsSoak ? defaultSeedCount * 50 : defaultSeedCount;

    /// <summary>Without user commands, the trades are those of a backtest over the exchange's own candles.</summary>
    [Fact]
    public Task Session_WithFaultsAndCrashes_TradesAsBacktest() =>
        CheckSeedsAsync(
            seedGroup: 1,
            new SimulatedFaults
            {
                Duplicate = 0.03,
                Reorder = 0.05,
                Drop = 0.004,
                Silence = 0.003,
                Resubscribe = 0.002,
                Crash = 0.006,
                Unavailable = 0.2,
            },
            (simulation, verification) =>
            {
                verification.Differences.ShouldBeEmpty();
                verification.CandleCheckError.ShouldBeNull();
                SessionOracle.ShouldMatchBacktest(simulation.Plan, simulation.StoredSession, simulation.Exchange.OriginalCandles);
            }
        );

    /// <summary>A replay of the session, including the commands of users, gives the same results.</summary>
    [Fact]
    public Task Session_WithFaultsCrashesAndCommands_EqualsItsReplay() =>
        CheckSeedsAsync(
            seedGroup: 2,
            new SimulatedFaults
            {
                Duplicate = 0.02,
                Reorder = 0.03,
                Drop = 0.003,
                Silence = 0.002,
                Resubscribe = 0.002,
                Crash = 0.006,
                Unavailable = 0.1,
                UserCommand = 0.02,
            },
            (_, verification) => verification.Differences.ShouldBeEmpty()
        );

    /// <summary>Verification finds the faults that cannot be repaired, and nothing else.</summary>
    [Fact]
    public Task Session_WithLateTradesAndCorrections_DiffersOnlyInAffectedCandles() =>
        CheckSeedsAsync(
            seedGroup: 3,
            new SimulatedFaults { Late = 0.01, Correction = 0.02 },
            (simulation, verification) =>
            {
                var stored = simulation.StoredSession;
                var fetched = SessionOracle
                    .LoggedCandles(simulation.Plan, stored)
                    .Where(candle => candle.IsFetched)
                    .Select(candle => (candle.Symbol, candle.Candle.TimeUtc))
                    .ToHashSet();
                var processedRange = new TimeRange(stored.Row.BeginsUtc!.Value, stored.Row.SteppedUntilUtc!.Value);
                // A fetched candle contains the late trades, so it differs only if the exchange corrected it.
                var expected = simulation
                    .AffectedBars.Where(bar => processedRange.Contains(bar.OpenUtc))
                    .Where(bar => !fetched.Contains(bar) || simulation.Exchange.Corrections.ContainsKey(bar))
                    .Select(bar => (bar.Symbol.Code, UnixTime.Format(bar.OpenUtc)))
                    .Order();
                verification.Differences.ShouldAllBe(difference => difference.Kind == DifferenceKind.Candle);
                verification.Differences.Select(difference => (difference.Symbol, difference.Time)).Order().ShouldBe(expected);
            }
        );

    private async Task CheckSeedsAsync(int seedGroup, SimulatedFaults faults, Action<Simulation, VerificationDocument> check)
    {
        var singleSeed = Environment.GetEnvironmentVariable("BOKGI_SEED");
        var seeds = singleSeed is null
            ? Enumerable.Range(seedGroup * 1_000_000, SeedCount)
            : [int.Parse(singleSeed, System.Globalization.CultureInfo.InvariantCulture)];
        var (crashes, trades) = (0, 0);
        foreach (var seed in seeds)
        {
            using var simulation = new Simulation(seed, faults, fixture.Database, fixture.Settings);
            try
            {
                var verification = await simulation.RunAsync();
                check(simulation, verification);
                ShouldConserveValue(simulation);
                ShouldFillWithinBars(simulation);
                crashes += simulation.Crashes;
                trades += verification.Trades;
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"seed {seed} fails; BOKGI_SEED={seed} tries it again", failure);
            }
        }

        if (singleSeed is not null)
            return;
        trades.ShouldBeGreaterThan(SeedCount); // more than one for each seed on average
        if (faults.Crash > 0)
            crashes.ShouldBeGreaterThan(SeedCount);
    }

    // The final value of each pair equals its initial cash plus its recorded profits and losses.
    private static void ShouldConserveValue(Simulation simulation)
    {
        var stored = simulation.StoredSession;
        var session = stored.Session;
        foreach (var pair in session.Pairs)
        {
            var realizedPnl = stored.Trades.Where(trade => pair.Plan.Owns(trade.PositionId)).Sum(trade => trade.Pnl);
            var openCost = pair.Position?.EntryCost ?? 0;
            (pair.Cash + openCost).ShouldBe(simulation.Plan.CashPerPair + (double)realizedPnl, Tolerance * simulation.Plan.CashPerPair);
        }

        session.Figures.RealizedPnl.ShouldBe(stored.Trades.Sum(trade => trade.Pnl));
        session.Figures.Trades.ShouldBe(stored.Trades.Count);
        session.Figures.Signals.ShouldBe(stored.Signals.Count);
    }

    private static void ShouldFillWithinBars(Simulation simulation)
    {
        var stored = simulation.StoredSession;
        var slippage = simulation.Plan.Account.SlippageRate;
        var bars = SessionOracle.LoggedCandles(simulation.Plan, stored).ToLookup(candle => candle.Symbol.Code, candle => candle.Candle);
        foreach (var trade in stored.Trades)
        {
            Candle[] barsOfSymbol = [.. bars[trade.Symbol]];
            ShouldLieWithin(barsOfSymbol[trade.EntryBar], trade.EntryPrice / (1 + slippage));
            ShouldLieWithin(barsOfSymbol[trade.ExitBar], trade.ExitPrice / (1 - slippage));
        }
    }

    private static void ShouldLieWithin(in Candle bar, double price) =>
        price.ShouldBeInRange(bar.Low * (1 - Tolerance), bar.High * (1 + Tolerance));
}
