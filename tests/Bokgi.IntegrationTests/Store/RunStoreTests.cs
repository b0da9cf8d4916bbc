using System.Text.Json;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Json;
using Bokgi.Host.Runs.Accounts;
using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Store;
using Bokgi.Trading;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Store;

public sealed class SqliteRunStoreTests(SqliteStore fixture) : RunStoreTests(fixture), IClassFixture<SqliteStore>;

public sealed class PostgresRunStoreTests(PostgresStore fixture) : RunStoreTests(fixture), IClassFixture<PostgresStore>;

/// <summary>What the run store guarantees, on each database engine.</summary>
public abstract class RunStoreTests(StoreFixture fixture)
{
    private static readonly string[] TwoSymbols = ["BTC_KRW", "ETH_KRW"];

    [Fact]
    public void Find_SavedRun_EqualsWhatWasReturned()
    {
        var request = StoreFixture.CreateRequest(TwoSymbols) with { Description = "첫 번째 – first", Tags = ["zebra", "ant", "zebra"] };

        var returned = fixture.RunAndStore(request);

        returned.Tags.ShouldBe(["zebra", "ant"]);
        returned.TotalTrades.ShouldBeGreaterThan(10);
        ToJson(fixture.RunStorage.Find(returned.RunId)).ShouldBe(ToJson(returned));
    }

    [Fact]
    public void EveryMethod_UnknownOrNonsenseId_FindsNoRun()
    {
        foreach (
            var name in (string[])
                [Guid.NewGuid().ToString(), "", "latest", "../../etc/passwd", "a\0b", new string('x', 5_000), "' OR 1=1 --"]
        )
        {
            fixture.RunStorage.Find(name).ShouldBeNull();
            fixture.RunStorage.OpenStoredRun(name).ShouldBeNull();
            fixture.RunStorage.UpdateDescription(name, "text", []).ShouldBeNull();
            fixture.RunStorage.SetActive(name, "BTC_KRW", isActive: true).ShouldBeNull();
            fixture.RunStorage.Delete(name).ShouldBeFalse();
        }
    }

    [Fact]
    public void Latest_AfterSaving_IsThatRun()
    {
        fixture.RunAndStore(StoreFixture.CreateRequest("BTC_KRW"));
        var secondRun = fixture.RunAndStore(StoreFixture.CreateRequest("ETH_KRW"));

        fixture.RunStorage.Latest()!.RunId.ShouldBe(secondRun.RunId);
    }

    [Fact]
    public void FindIds_Prefix_FindsTheRunsThatStartWithIt()
    {
        var run = fixture.RunAndStore(StoreFixture.CreateRequest("BTC_KRW"));

        fixture.RunStorage.FindIds(run.RunId[..30], 5).ShouldBe([run.RunId]);
        fixture.RunStorage.FindIds(run.RunId[..3], 2).Count.ShouldBeLessThanOrEqualTo(2);
        fixture.RunStorage.FindIds("%", 5).ShouldBeEmpty();
        fixture.RunStorage.FindIds("zzz", 5).ShouldBeEmpty();
    }

    [Fact]
    public void OpenStoredRun_SavedRun_HoldsItsTradesAndEquity()
    {
        var run = fixture.RunAndStore(StoreFixture.CreateRequest(TwoSymbols));

        var files = fixture.RunStorage.OpenStoredRun(run.RunId).ShouldNotBeNull();

        using var trades = files.OpenTrades();
        using var signals = files.OpenSignals();
        using var equity = files.OpenEquity();
        for (var i = 0; i < 2; i++)
        {
            StoredRun.ReadTrades(trades, i).Length.ShouldBe(run.Symbols[i].Trades);
            signals.RowCount(i).ShouldBe(run.Symbols[i].Signals);
            equity.RowCount(i).ShouldBe(run.Symbols[i].Bars);
        }
    }

    [Fact]
    public void UpdateDescription_TextAndTags_ChangesThemAndNothingElse()
    {
        var run = fixture.RunAndStore(StoreFixture.CreateRequest("BTC_KRW") with { Description = "before", Tags = ["one", "two"] });

        fixture.RunStorage.UpdateDescription(run.RunId, "after", ["two", "three", "two"])!.Tags.ShouldBe(["two", "three"]);
        ToJson(fixture.RunStorage.Find(run.RunId)).ShouldBe(ToJson(run with { Description = "after", Tags = ["two", "three"] }));
        fixture.RunStorage.UpdateDescription(run.RunId, null, ["one"])!.Description.ShouldBe("after");
        fixture.RunStorage.UpdateDescription(run.RunId, "", null)!.Tags.ShouldBe(["one"]);
        ToJson(fixture.RunStorage.Find(run.RunId)).ShouldBe(ToJson(run with { Description = null, Tags = ["one"] }));
    }

    [Fact]
    public void SetActive_SymbolsDeactivated_TotalsEqualARunWithoutThem()
    {
        // A run divides its cash equally among its symbols. In both runs, each symbol gets 10,000,000.
        var run = fixture.RunAndStore(
            StoreFixture.CreateRequest("BTC_KRW", "ETH_KRW", "XRP_KRW", "SOL_KRW") with
            {
                Account = AccountForm.Of(new AccountSettings(), 40_000_000),
            }
        );
        var expected = fixture.RunWithoutStoring(
            StoreFixture.CreateRequest("BTC_KRW", "SOL_KRW") with
            {
                Account = AccountForm.Of(new AccountSettings(), 20_000_000),
            }
        );

        fixture.RunStorage.SetActive(run.RunId, "ETH_KRW", isActive: false);
        var changedRun = fixture.RunStorage.SetActive(run.RunId, "XRP_KRW", isActive: false).ShouldNotBeNull();

        changedRun.Totals.ShouldBe(expected.Totals);
        changedRun.TotalTrades.ShouldBe(expected.TotalTrades);
        changedRun.Symbols.Select(symbol => symbol.IsActive).ShouldBe([true, false, false, true]);
        ToJson(fixture.RunStorage.Find(run.RunId)).ShouldBe(ToJson(changedRun));
        fixture
            .RunStorage.List(new() { Symbol = "SOL_KRW" })
            .Items.Single(item => item.RunId == run.RunId)
            .TotalReturn.ShouldBe(expected.Totals.TotalReturn);
    }

    [Fact]
    public void SetActive_UnknownOrLastActiveSymbol_ChangesNothing()
    {
        var run = fixture.RunAndStore(StoreFixture.CreateRequest(TwoSymbols));

        fixture.RunStorage.SetActive(run.RunId, "DOGE_KRW", isActive: false).ShouldBeNull();
        fixture.RunStorage.SetActive(run.RunId, "BTC_KRW", isActive: false).ShouldNotBeNull();
        Should
            .Throw<ConflictException>(() => fixture.RunStorage.SetActive(run.RunId, "ETH_KRW", isActive: false))
            .Message.ShouldContain("ETH_KRW");

        fixture.RunStorage.Find(run.RunId)!.Symbols.Select(symbol => symbol.IsActive).ShouldBe([false, true]);
    }

    [Fact]
    public void Delete_Run_RemovesRowAndFiles()
    {
        var keptRun = fixture.RunAndStore(StoreFixture.CreateRequest("BTC_KRW"));
        var run = fixture.RunAndStore(StoreFixture.CreateRequest("BTC_KRW") with { Tags = ["gone"] });
        var folder = RunFolders().Single(path => path.EndsWith(run.RunId, StringComparison.Ordinal));

        fixture.RunStorage.Delete(run.RunId).ShouldBeTrue();

        Directory.Exists(folder).ShouldBeFalse();
        fixture.RunStorage.Find(run.RunId).ShouldBeNull();
        fixture.RunStorage.Find(keptRun.RunId).ShouldNotBeNull();
        fixture.RunStorage.List(new() { Tag = "gone" }).Total.ShouldBe(0);
        fixture.RunStorage.Delete(run.RunId).ShouldBeFalse();
    }

    [Fact]
    public void Save_SixtyRunsConcurrently_StoresAll()
    {
        fixture.WriteCandles("BTC_KRW");
        var request = StoreFixture.CreateRequest("BTC_KRW") with { Tags = ["sixty"] };
        using var barrier = new Barrier(60);

        var runs = RunConcurrently(
            60,
            _ =>
            {
                barrier.SignalAndWait();
                return fixture.RunAndStore(request).RunId;
            }
        );

        runs.Distinct().Count().ShouldBe(60);
        var listed = fixture.RunStorage.List(new() { Tag = "sixty", Limit = 100 });
        listed.Total.ShouldBe(60);
        listed.Items.Select(item => item.RunId).ShouldBe(runs, ignoreOrder: true);
        foreach (var run in runs)
            fixture.RunStorage.OpenStoredRun(run)!.OpenTrades().Dispose();
    }

    [Fact]
    public void SetActive_FortySymbolsConcurrently_PersistsAllAndTotalsMatch()
    {
        // In both runs, each symbol gets a cash of 1,000,000.
        string[] symbols = [.. Enumerable.Range(10, 42).Select(i => $"C{i}_KRW")];
        var run = fixture.RunAndStore(
            StoreFixture.CreateRequest(symbols) with
            {
                Account = AccountForm.Of(new AccountSettings(), 42_000_000),
            }
        );
        var expected = fixture.RunWithoutStoring(
            StoreFixture.CreateRequest(symbols[40..]) with
            {
                Account = AccountForm.Of(new AccountSettings(), 2_000_000),
            }
        );
        using var barrier = new Barrier(40);

        SetFirstForty(isActive: false);

        var deactivatedRun = fixture.RunStorage.Find(run.RunId)!;
        deactivatedRun.Symbols.Select(symbol => symbol.IsActive).ShouldBe([.. Enumerable.Repeat(false, 40), true, true]);
        deactivatedRun.Totals.ShouldBe(expected.Totals);

        SetFirstForty(isActive: true);

        ToJson(fixture.RunStorage.Find(run.RunId)).ShouldBe(ToJson(run));

        void SetFirstForty(bool isActive) =>
            RunConcurrently(
                40,
                i =>
                {
                    barrier.SignalAndWait();
                    return fixture.RunStorage.SetActive(run.RunId, symbols[i], isActive)!.RunId;
                }
            );
    }

    [Fact]
    public async Task Sweep_LeftoversBesideARunInProgress_RemovesOnlyTheLeftovers()
    {
        var keptRun = fixture.RunAndStore(StoreFixture.CreateRequest("BTC_KRW"));
        var unknownFolder = Path.Combine(fixture.ResultsFolder, "backtests", "2024-01-01", Guid.NewGuid().ToString());
        var abandonedFolder = Path.Combine(fixture.ResultsFolder, ".making", "dead");
        foreach (var folder in (string[])[unknownFolder, abandonedFolder])
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, ArtifactNames.RowsFile), "half");
        }

        using (var runInProgress = await fixture.RunStorage.Archive.BeginAsync())
        {
            runInProgress.Started(symbols: 1);
            fixture.RunStorage.SweepOrphans().ShouldBe(1);
            Directory.GetDirectories(Path.Combine(fixture.ResultsFolder, ".making")).Length.ShouldBe(1);
        }

        Directory.Exists(unknownFolder).ShouldBeTrue("it is not in the journal of pending files, so it may not be removed");
        Directory.Delete(unknownFolder, recursive: true);
        Directory.Exists(abandonedFolder).ShouldBeFalse();
        Directory.GetFileSystemEntries(Path.Combine(fixture.ResultsFolder, ".making")).ShouldBeEmpty();
        fixture.RunStorage.OpenStoredRun(keptRun.RunId)!.OpenTrades().Dispose();
        fixture.RunStorage.SweepOrphans().ShouldBe(0);
    }

    [Fact]
    public void Sweep_ByAnotherDatabaseWithTheSameFiles_RemovesNothing()
    {
        var keptRun = fixture.RunAndStore(StoreFixture.CreateRequest("BTC_KRW"));
        using var otherStore = new SqliteStore();
        var otherRuns = new TestRunStorage(otherStore.Database, fixture.Settings, TimeProvider.System);

        otherRuns.SweepOrphans().ShouldBe(0);

        otherRuns.Find(keptRun.RunId).ShouldBeNull();
        fixture.RunStorage.OpenStoredRun(keptRun.RunId)!.OpenTrades().Dispose();
    }

    [Fact]
    public void UpdateDescription_WhileTheRunIsDeleted_LeavesItDeleted()
    {
        var runs = Enumerable.Range(0, 12).Select(_ => fixture.RunAndStore(StoreFixture.CreateRequest("BTC_KRW")).RunId).ToList();

        RunConcurrently(
            24,
            i =>
                i % 2 == 0
                    ? fixture.RunStorage.UpdateDescription(runs[i / 2], "changed", ["a", "b"])?.RunId ?? "none"
                    : fixture.RunStorage.Delete(runs[i / 2]).ToString()
        );

        runs.ShouldAllBe(run => fixture.RunStorage.Find(run) == null);
    }

    private static string[] RunConcurrently(int count, Func<int, string> work)
    {
        var results = new string[count];
        var threads = Enumerable
            .Range(0, count)
            .Select(i => Task.Factory.StartNew(() => results[i] = work(i), TaskCreationOptions.LongRunning));
        Task.WaitAll([.. threads]);
        return results;
    }

    private static string ToJson(RunDocument? run) => JsonSerializer.Serialize(run.ShouldNotBeNull(), JsonFormat.Indented);

    private IEnumerable<string> RunFolders() =>
        Directory.EnumerateDirectories(Path.Combine(fixture.ResultsFolder, "backtests"), "*", SearchOption.AllDirectories);
}
