using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.PaperTrading.Verification;
using Bokgi.Host.Platform.Database;
using Bokgi.IntegrationTests.Store;
using Bokgi.Markets;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.PaperTrading;

/// <summary>Each test changes something that is stored; verification finds the difference and reports its kind.</summary>
public sealed class VerificationTests(SqliteStore house) : IClassFixture<SqliteStore>
{
    private const int Seed = 11;

    [Fact]
    public Task Verify_ATradeThatWasFilledOtherwise_IsAFill() =>
        FindsAsync(
            DifferenceKind.Fill,
            context =>
                context
                    .Set<PaperTradeRow>()
                    .Take(1)
                    .ExecuteUpdate(set => set.SetProperty(row => row.ExitPrice, row => row.ExitPrice + 1e-9))
        );

    [Fact]
    public Task Verify_ATradeThatIsNotThere_IsAFill() =>
        FindsAsync(DifferenceKind.Fill, context => context.Set<PaperTradeRow>().Take(1).ExecuteDelete());

    [Fact]
    public Task Verify_ATradeThatCostSomethingElse_IsAFee() =>
        FindsAsync(
            DifferenceKind.Fee,
            context =>
            {
                var first = context.Set<PaperTradeRow>().AsNoTracking().First();
                return context
                    .Set<PaperTradeRow>()
                    .Where(row => row.Number == first.Number)
                    .ExecuteUpdate(set => set.SetProperty(row => row.EntryFee, first.EntryFee + 0.1m));
            }
        );

    [Fact]
    public Task Verify_ASignalThatIsNotThere_IsASignal() =>
        FindsAsync(DifferenceKind.Signal, context => context.Set<PaperSignalRow>().Take(1).ExecuteDelete());

    [Fact]
    public Task Verify_ASignalOfAnotherPrice_IsASignal() =>
        FindsAsync(
            DifferenceKind.Signal,
            context => context.Set<PaperSignalRow>().Take(1).ExecuteUpdate(set => set.SetProperty(row => row.Price, row => row.Price * 2))
        );

    // A changed candle in the log differs from the exchange's, and the strategies may have acted differently on it.
    [Fact]
    public async Task Verify_AnotherCandleInTheLog_IsACandle()
    {
        using var world = await EndedAsync();
        using (var context = house.Database.Open())
        {
            var entry = context
                .Set<PaperEntryRow>()
                .AsNoTracking()
                .Where(row => row.SessionNumber == world.Whole.Row.Number && row.Kind == LogEntryKind.Bars)
                .First();
            var bars = LogEntryCandles
                .ReadBars(entry.Data!, world.Plan.Symbols)
                .Select(bar => bar with { Candle = bar.Candle with { Volume = bar.Candle.Volume * 2 } });
            var data = LogEntryCandles.Of([.. bars], world.Plan.Symbols);
            context
                .Set<PaperEntryRow>()
                .Where(row => row.SessionNumber == entry.SessionNumber && row.Sequence == entry.Sequence)
                .ExecuteUpdate(set => set.SetProperty(row => row.Data, data));
            Forget(context);
        }

        var found = await world.VerifyAsync();

        var candles = found.Differences.Where(difference => difference.Kind == DifferenceKind.Candle).ToList();
        candles.Count.ShouldBeInRange(1, 3);
        candles.Select(candle => candle.Time).Distinct().ShouldHaveSingleItem();
        found.IsClean.ShouldBeFalse();
    }

    // Ranges already compared with the exchange are not requested again, and differences found then are still reported.
    [Fact]
    public async Task Verify_Twice_AsksTheExchangeForNothing()
    {
        using var world = await EndedAsync();
        var asked = world.Exchange.Requests;

        var again = await world.VerifyAsync();

        world.Exchange.Requests.ShouldBe(asked);
        again.CandlesCheckedUntil.ShouldBe(UnixTime.Format(world.Whole.Row.SteppedUntilUtc!.Value));
        again.IsClean.ShouldBeTrue();
    }

    [Fact]
    public async Task Verify_WithoutTheExchange_ComparesTheRestAndSaysSo()
    {
        using var world = await EndedAsync();
        using (var context = house.Database.Open())
            Forget(context);
        world.Exchange.AwayShare = 1;

        var found = await world.VerifyAsync();

        found.CandlesUnchecked.ShouldBe("the simulation is away");
        found.CandlesCheckedUntil.ShouldBeNull();
        (found.IsClean, found.Trades > 0).ShouldBe((true, true));
    }

    private async Task FindsAsync(DifferenceKind kind, Func<BokgiContext, int> change)
    {
        using var world = await EndedAsync();
        using (var context = house.Database.Open())
            change(context).ShouldBe(1);

        var found = await world.VerifyAsync();

        found.Differences.ShouldHaveSingleItem().Kind.ShouldBe(kind);
        found.Counts.Values.Sum().ShouldBe(1);
        found.IsClean.ShouldBeFalse();
    }

    private async Task<Simulation> EndedAsync()
    {
        using (var context = house.Database.Open())
            context.Set<PaperSessionRow>().ExecuteDelete();
        var world = new Simulation(Seed, new SimulatedFaults(), house.Database, house.Settings);
        var clean = await world.RunAsync();
        clean.IsClean.ShouldBeTrue();
        clean.Trades.ShouldBeGreaterThan(2);
        return world;
    }

    private static void Forget(BokgiContext context) =>
        context
            .Set<PaperSessionRow>()
            .ExecuteUpdate(set => set.SetProperty(row => row.Verification, (string?)null).SetProperty(row => row.VerifiedLength, 0));
}
