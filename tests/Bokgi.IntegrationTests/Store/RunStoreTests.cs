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

public sealed class SqliteRunStoreTests(SqliteStore house) : RunStoreTests(house), IClassFixture<SqliteStore>;

public sealed class PostgresRunStoreTests(PostgresStore house) : RunStoreTests(house), IClassFixture<PostgresStore>;

/// <summary>What the run store guarantees, on each database engine.</summary>
public abstract class RunStoreTests(StoreFixture house)
{
    private static readonly string[] Two = ["BTC_KRW", "ETH_KRW"];

    [Fact]
    public void Find_RunThatWasSaved_IsWhatWasAnswered()
    {
        var request = StoreFixture.Request(Two) with { Description = "첫 번째 – first", Tags = ["zebra", "ant", "zebra"] };

        var answered = house.Keep(request);

        answered.Tags.ShouldBe(["zebra", "ant"]);
        answered.TotalTrades.ShouldBeGreaterThan(10);
        Text(house.Store.Find(answered.RunId)).ShouldBe(Text(answered));
    }

    [Fact]
    public void Find_UnknownOrNonsense_IsNull()
    {
        foreach (
            var name in (string[])
                [Guid.NewGuid().ToString(), "", "latest", "../../etc/passwd", "a\0b", new string('x', 5_000), "' OR 1=1 --"]
        )
        {
            house.Store.Find(name).ShouldBeNull();
            house.Store.FindFiles(name).ShouldBeNull();
            house.Store.Describe(name, "text", []).ShouldBeNull();
            house.Store.Activate(name, "BTC_KRW", isActive: true).ShouldBeNull();
            house.Store.Delete(name).ShouldBeFalse();
        }
    }

    [Fact]
    public void Latest_AfterASave_IsThatRun()
    {
        house.Keep(StoreFixture.Request("BTC_KRW"));
        var second = house.Keep(StoreFixture.Request("ETH_KRW"));

        house.Store.Latest()!.RunId.ShouldBe(second.RunId);
    }

    [Fact]
    public void Matching_Beginning_FindsTheRunsThatHaveIt()
    {
        var run = house.Keep(StoreFixture.Request("BTC_KRW"));

        house.Store.Matching(run.RunId[..30], 5).ShouldBe([run.RunId]);
        house.Store.Matching(run.RunId[..3], 2).Count.ShouldBeLessThanOrEqualTo(2);
        house.Store.Matching("%", 5).ShouldBeEmpty();
        house.Store.Matching("zzz", 5).ShouldBeEmpty();
    }

    [Fact]
    public void FindFiles_RunThatWasSaved_HoldsItsTradesAndEquity()
    {
        var run = house.Keep(StoreFixture.Request(Two));

        var files = house.Store.FindFiles(run.RunId).ShouldNotBeNull();

        using var trades = files.OpenTrades();
        using var signals = files.OpenSignals();
        using var equity = files.OpenEquity();
        for (var i = 0; i < 2; i++)
        {
            StoredRun.Trades(trades, i).Length.ShouldBe(run.Symbols[i].Trades);
            signals.Rows(i).ShouldBe(run.Symbols[i].Signals);
            equity.Rows(i).ShouldBe(run.Symbols[i].Bars);
        }
    }

    [Fact]
    public void Describe_TextAndTags_ChangesThemAndNothingElse()
    {
        var run = house.Keep(StoreFixture.Request("BTC_KRW") with { Description = "before", Tags = ["one", "two"] });

        house.Store.Describe(run.RunId, "after", ["two", "three", "two"])!.Tags.ShouldBe(["two", "three"]);
        Text(house.Store.Find(run.RunId)).ShouldBe(Text(run with { Description = "after", Tags = ["two", "three"] }));
        house.Store.Describe(run.RunId, null, ["one"])!.Description.ShouldBe("after");
        house.Store.Describe(run.RunId, "", null)!.Tags.ShouldBe(["one"]);
        Text(house.Store.Find(run.RunId)).ShouldBe(Text(run with { Description = null, Tags = ["one"] }));
    }

    [Fact]
    public void Activate_SymbolOff_TotalsAreThoseOfARunOfTheOthers()
    {
        var run = house.Keep(
            StoreFixture.Request("BTC_KRW", "ETH_KRW", "XRP_KRW", "SOL_KRW") with
            {
                Account = AccountForm.Of(new AccountSettings(), 40_000_000),
            }
        );
        var others = house.Replay(
            StoreFixture.Request("BTC_KRW", "SOL_KRW") with
            {
                Account = AccountForm.Of(new AccountSettings(), 20_000_000),
            }
        );

        house.Store.Activate(run.RunId, "ETH_KRW", isActive: false);
        var changed = house.Store.Activate(run.RunId, "XRP_KRW", isActive: false).ShouldNotBeNull();

        changed.Totals.ShouldBe(others.Totals);
        changed.TotalTrades.ShouldBe(others.TotalTrades);
        changed.Symbols.Select(symbol => symbol.IsActive).ShouldBe([true, false, false, true]);
        Text(house.Store.Find(run.RunId)).ShouldBe(Text(changed));
        house
            .Store.List(new() { Symbol = "SOL_KRW" })
            .Items.Single(item => item.RunId == run.RunId)
            .TotalReturn.ShouldBe(others.Totals.TotalReturn);
    }

    [Fact]
    public void Activate_UnknownSymbolOrLastOne_ChangesNothing()
    {
        var run = house.Keep(StoreFixture.Request(Two));

        house.Store.Activate(run.RunId, "DOGE_KRW", isActive: false).ShouldBeNull();
        house.Store.Activate(run.RunId, "BTC_KRW", isActive: false).ShouldNotBeNull();
        Should.Throw<ConflictException>(() => house.Store.Activate(run.RunId, "ETH_KRW", isActive: false)).Message.ShouldContain("ETH_KRW");

        house.Store.Find(run.RunId)!.Symbols.Select(symbol => symbol.IsActive).ShouldBe([false, true]);
    }

    [Fact]
    public void Delete_Run_RemovesRowAndFiles()
    {
        var kept = house.Keep(StoreFixture.Request("BTC_KRW"));
        var run = house.Keep(StoreFixture.Request("BTC_KRW") with { Tags = ["gone"] });
        var folder = Folders().Single(each => each.EndsWith(run.RunId, StringComparison.Ordinal));

        house.Store.Delete(run.RunId).ShouldBeTrue();

        Directory.Exists(folder).ShouldBeFalse();
        house.Store.Find(run.RunId).ShouldBeNull();
        house.Store.Find(kept.RunId).ShouldNotBeNull();
        house.Store.List(new() { Tag = "gone" }).Total.ShouldBe(0);
        house.Store.Delete(run.RunId).ShouldBeFalse();
    }

    [Fact]
    public void Save_SixtyAtOnce_KeepsSixty()
    {
        house.WriteCandles("BTC_KRW");
        var request = StoreFixture.Request("BTC_KRW") with { Tags = ["sixty"] };
        using var together = new Barrier(60);

        var runs = AtOnce(
            60,
            _ =>
            {
                together.SignalAndWait();
                return house.Keep(request).RunId;
            }
        );

        runs.Distinct().Count().ShouldBe(60);
        var listed = house.Store.List(new() { Tag = "sixty", Limit = 100 });
        listed.Total.ShouldBe(60);
        listed.Items.Select(item => item.RunId).ShouldBe(runs, ignoreOrder: true);
        foreach (var run in runs)
            house.Store.FindFiles(run)!.OpenTrades().Dispose();
    }

    [Fact]
    public void Activate_FortySymbolsAtOnce_AllPersistAndTotalsFit()
    {
        string[] symbols = [.. Enumerable.Range(10, 42).Select(i => $"C{i}_KRW")];
        var run = house.Keep(StoreFixture.Request(symbols) with { Account = AccountForm.Of(new AccountSettings(), 42_000_000) });
        var others = house.Replay(StoreFixture.Request(symbols[40..]) with { Account = AccountForm.Of(new AccountSettings(), 2_000_000) });
        using var together = new Barrier(40);

        Toggle(isActive: false);

        var off = house.Store.Find(run.RunId)!;
        off.Symbols.Select(symbol => symbol.IsActive).ShouldBe([.. Enumerable.Repeat(false, 40), true, true]);
        off.Totals.ShouldBe(others.Totals);

        Toggle(isActive: true);

        Text(house.Store.Find(run.RunId)).ShouldBe(Text(run));

        void Toggle(bool isActive) =>
            AtOnce(
                40,
                i =>
                {
                    together.SignalAndWait();
                    return house.Store.Activate(run.RunId, symbols[i], isActive)!.RunId;
                }
            );
    }

    [Fact]
    public async Task Sweep_LeftoversBesideALiveRun_RemovesThemAndLeavesIt()
    {
        var kept = house.Keep(StoreFixture.Request("BTC_KRW"));
        var strange = Path.Combine(house.Results, "backtests", "2024-01-01", Guid.NewGuid().ToString());
        var half = Path.Combine(house.Results, ".making", "dead");
        foreach (var folder in (string[])[strange, half])
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, RunArtifacts.TradesFile), "half");
        }

        using (var live = await house.Store.Archive.BeginAsync())
        {
            live.Started(1);
            house.Store.Sweep().ShouldBe(1);
            Directory.GetDirectories(Path.Combine(house.Results, ".making")).Length.ShouldBe(1);
        }

        Directory.Exists(strange).ShouldBeTrue("it is not in the journal of pending files, so it may not be removed");
        Directory.Delete(strange, recursive: true);
        Directory.Exists(half).ShouldBeFalse();
        Directory.GetFileSystemEntries(Path.Combine(house.Results, ".making")).ShouldBeEmpty();
        house.Store.FindFiles(kept.RunId)!.OpenTrades().Dispose();
        house.Store.Sweep().ShouldBe(0);
    }

    [Fact]
    public void Sweep_OfAnotherDatabaseOverTheSameFiles_RemovesNothing()
    {
        var kept = house.Keep(StoreFixture.Request("BTC_KRW"));
        using var other = new SqliteStore();
        var stranger = new MachineRuns(other.Database, house.Settings, TimeProvider.System);

        stranger.Sweep().ShouldBe(0);

        stranger.Find(kept.RunId).ShouldBeNull();
        house.Store.FindFiles(kept.RunId)!.OpenTrades().Dispose();
    }

    [Fact]
    public void Describe_WhileTheRunIsRemoved_FindsItOrFindsNothing()
    {
        var runs = Enumerable.Range(0, 12).Select(_ => house.Keep(StoreFixture.Request("BTC_KRW")).RunId).ToList();

        AtOnce(
            24,
            i =>
                i % 2 == 0
                    ? house.Store.Describe(runs[i / 2], "changed", ["a", "b"])?.RunId ?? "none"
                    : house.Store.Delete(runs[i / 2]).ToString()
        );

        runs.ShouldAllBe(run => house.Store.Find(run) == null);
    }

    private static string[] AtOnce(int count, Func<int, string> work)
    {
        var results = new string[count];
        var threads = Enumerable
            .Range(0, count)
            .Select(i => Task.Factory.StartNew(() => results[i] = work(i), TaskCreationOptions.LongRunning));
        Task.WaitAll([.. threads]);
        return results;
    }

    private static string Text(RunDocument? run) => JsonSerializer.Serialize(run.ShouldNotBeNull(), JsonFormat.Options);

    private IEnumerable<string> Folders() =>
        Directory.EnumerateDirectories(Path.Combine(house.Results, "backtests"), "*", SearchOption.AllDirectories);
}
