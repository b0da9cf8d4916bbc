using System.Text.Json;
using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.PaperTrading.Verification;
using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Json;
using Bokgi.IntegrationTests.Store;
using Bokgi.Markets;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.PaperTrading;

/// <summary>Verification of a stored session. If a test changes what is stored, verification finds the difference and reports its kind.</summary>
public sealed class VerificationTests(SqliteStore fixture) : IClassFixture<SqliteStore>
{
    private const int Seed = 11;

    [Fact]
    public Task Verify_TradeFilledDifferently_ReportsFill() =>
        ShouldReportAsync(
            DifferenceKind.Fill,
            context =>
                context
                    .Set<PaperTradeRow>()
                    .Take(1)
                    .ExecuteUpdate(set => set.SetProperty(row => row.ExitPrice, row => row.ExitPrice + 1e-9))
        );

    [Fact]
    public Task Verify_TradeMissing_ReportsFill() =>
        ShouldReportAsync(DifferenceKind.Fill, context => context.Set<PaperTradeRow>().Take(1).ExecuteDelete());

    [Fact]
    public Task Verify_TradeWithAnotherFee_ReportsFee() =>
        ShouldReportAsync(
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
    public Task Verify_SignalMissing_ReportsSignal() =>
        ShouldReportAsync(DifferenceKind.Signal, context => context.Set<PaperSignalRow>().Take(1).ExecuteDelete());

    [Fact]
    public Task Verify_SignalAtAnotherPrice_ReportsSignal() =>
        ShouldReportAsync(
            DifferenceKind.Signal,
            context => context.Set<PaperSignalRow>().Take(1).ExecuteUpdate(set => set.SetProperty(row => row.Price, row => row.Price * 2))
        );

    // The changed candle differs from the exchange's, and the strategies may act differently on it, so there may be other differences.
    [Fact]
    public async Task Verify_CandleInLogChanged_ReportsCandle()
    {
        using var simulation = await RunToEndAsync();
        using (var context = fixture.Database.Open())
        {
            var entry = context
                .Set<PaperEntryRow>()
                .AsNoTracking()
                .Where(row => row.SessionNumber == simulation.StoredSession.Row.Number && row.Kind == LogEntryKind.Bars)
                .First();
            var bars = LogEntryCandles
                .DecodeSessionCandles(entry.Data!, simulation.Plan.Symbols)
                .Select(bar => bar with { Candle = bar.Candle with { Volume = bar.Candle.Volume * 2 } });
            var data = LogEntryCandles.Encode([.. bars], simulation.Plan.Symbols);
            context
                .Set<PaperEntryRow>()
                .Where(row => row.SessionNumber == entry.SessionNumber && row.Sequence == entry.Sequence)
                .ExecuteUpdate(set => set.SetProperty(row => row.Data, data));
            ForgetVerification(context);
        }

        var found = await simulation.VerifyAsync();

        var candles = found.Differences.Where(difference => difference.Kind == DifferenceKind.Candle).ToList();
        candles.Count.ShouldBeInRange(1, 3); // an entry has at most one bar of each of the three symbols
        candles.Select(candle => candle.Time).Distinct().ShouldHaveSingleItem();
        found.IsClean.ShouldBeFalse();
    }

    // A range that has been compared with the exchange is not requested again.
    [Fact]
    public async Task Verify_Twice_MakesNoFurtherRequests()
    {
        using var simulation = await RunToEndAsync();
        var requestsBefore = simulation.Exchange.Requests;

        var secondVerification = await simulation.VerifyAsync();

        simulation.Exchange.Requests.ShouldBe(requestsBefore);
        secondVerification.CandlesCheckedUntil.ShouldBe(UnixTime.Format(simulation.StoredSession.Row.SteppedUntilUtc!.Value));
        secondVerification.IsClean.ShouldBeTrue();
    }

    // Candles are compared with the exchange only once, so a later verification must keep the differences of an earlier one. In the stored
    // document, 1,500 differences of candles are counted and 1,000 of them, the maximum, are listed.
    [Fact]
    public async Task Verify_EarlierCandleDifferencesExceedTheList_KeepsThemAndTheirCount()
    {
        using var simulation = await RunToEndAsync();
        using (var context = fixture.Database.Open())
        {
            var clean = VerificationDocument.Of(simulation.StoredSession.Row)!;
            var candle = new Difference(DifferenceKind.Candle, "BTC_KRW", StrategyName: null, clean.VerifiedAt, "1", "2");
            var earlier = clean with
            {
                IsClean = false,
                Counts = new Dictionary<string, int>(clean.Counts) { ["candle"] = 1_500 },
                Differences = [.. Enumerable.Repeat(candle, 1_000)],
            };
            var json = JsonSerializer.Serialize(earlier, JsonFormat.Compact);
            context.Set<PaperSessionRow>().ExecuteUpdate(set => set.SetProperty(row => row.Verification, json)).ShouldBe(1);
            context.Set<PaperTradeRow>().Take(1).ExecuteDelete().ShouldBe(1);
        }

        for (var verification = 0; verification < 2; verification++)
        {
            var found = await simulation.VerifyAsync();

            found.IsClean.ShouldBeFalse();
            found.Counts["candle"].ShouldBe(1_500);
            found.Counts["fill"].ShouldBe(1);
            found.Differences.Count(difference => difference.Kind == DifferenceKind.Candle).ShouldBe(1_000);
            found.Differences.Count(difference => difference.Kind == DifferenceKind.Fill).ShouldBe(1);
        }
    }

    [Fact]
    public async Task Verify_ExchangeUnavailable_ComparesResultsAndReportsUncheckedCandles()
    {
        using var simulation = await RunToEndAsync();
        using (var context = fixture.Database.Open())
            ForgetVerification(context);
        simulation.Exchange.UnavailableShare = 1;

        var found = await simulation.VerifyAsync();

        found.CandleCheckError.ShouldBe("the simulated exchange is unavailable");
        found.CandlesCheckedUntil.ShouldBeNull();
        (found.IsClean, found.Trades > 0).ShouldBe((true, true));
    }

    private async Task ShouldReportAsync(DifferenceKind kind, Func<BokgiContext, int> change)
    {
        using var simulation = await RunToEndAsync();
        using (var context = fixture.Database.Open())
            change(context).ShouldBe(1);

        var found = await simulation.VerifyAsync();

        found.Differences.ShouldHaveSingleItem().Kind.ShouldBe(kind);
        found.Counts.Values.Sum().ShouldBe(1);
        found.IsClean.ShouldBeFalse();
    }

    private async Task<Simulation> RunToEndAsync()
    {
        using (var context = fixture.Database.Open())
            context.Set<PaperSessionRow>().ExecuteDelete();
        var simulation = new Simulation(Seed, new SimulatedFaults(), fixture.Database, fixture.Settings);
        var verification = await simulation.RunAsync();
        verification.IsClean.ShouldBeTrue();
        verification.Trades.ShouldBeGreaterThan(2);
        return simulation;
    }

    private static void ForgetVerification(BokgiContext context) =>
        context
            .Set<PaperSessionRow>()
            .ExecuteUpdate(set => set.SetProperty(row => row.Verification, (string?)null).SetProperty(row => row.VerifiedLength, 0));
}
