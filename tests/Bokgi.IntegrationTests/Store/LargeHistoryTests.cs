using System.Diagnostics;
using Bokgi.Host.Platform.Database;
using Bokgi.Host.Runs.Store;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Store;

/// <summary>The tests that measure time or memory; each of them runs alone.</summary>
[CollectionDefinition(nameof(MeasuringTests), DisableParallelization = true)]
public sealed class MeasuringTests;

[Collection(nameof(MeasuringTests))]
public sealed class SqliteLargeHistoryTests(SqliteStore fixture) : LargeHistoryTests(fixture), IClassFixture<SqliteStore>
{
    public static TheoryData<string, string> ExpectedIndexes { get; } =
        new()
        {
            { "newest", "IX_runs_CreatedUtc" },
            { "strategy", "IX_runs_Strategy_CreatedUtc" },
            { "timeframe", "IX_runs_Timeframe_CreatedUtc" },
            { "best", "IX_runs_TotalReturn" },
            { "return above", "IX_runs_TotalReturn" },
            { "most trades", "IX_runs_TotalTrades" },
            { "days", "IX_runs_CreatedUtc" },
            { "sharpe", "IX_runs_Sharpe" },
            { "symbol", "IX_run_symbols_Symbol_RunNumber" },
            { "rare symbol", "IX_run_symbols_Symbol_RunNumber" },
            { "tag", "IX_run_tags_Tag_RunNumber" },
        };

    /// <summary>The query for a page uses the expected index. An index of the table runs also provides the order: SQLite need not sort.</summary>
    [Theory]
    [MemberData(nameof(ExpectedIndexes))]
    public async Task List_MainFiltersAndSortings_UseTheirIndex(string name, string index)
    {
        var plan = await QueryPlanAsync(Queries[name]);

        plan.ShouldContain(index);
        if (index.StartsWith("IX_runs_", StringComparison.Ordinal))
            plan.ShouldNotContain("TEMP B-TREE"); // SQLite's term for a sort
        plan.ShouldNotContain("SCAN run\n"); // reading the whole table of runs without an index
    }
}

[Collection(nameof(MeasuringTests))]
public sealed class PostgresLargeHistoryTests(PostgresStore fixture) : LargeHistoryTests(fixture), IClassFixture<PostgresStore>;

/// <summary>The history of 100,000 runs. Half of them contain BTC_KRW; all other values are spread evenly.</summary>
public abstract class LargeHistoryTests(StoreFixture fixture)
{
    private const int RunCount = 100_000;
    private const int Repetitions = 7;
    private const long FirstUtc = 1_735_657_200_000_000; // microseconds; midnight of 2025-01-01 in Korea
    private const long MicrosecondsBetweenRuns = 300_000_000; // five minutes

    private const string InsertRuns = """
        INSERT INTO runs ("Number", "RunId", "CreatedUtc", "Strategy", "Timeframe", "StartDate", "EndDate", "Status", "SymbolCount", "Description", "SearchText",
            "ArtifactFolder", "Revision", "ExecutionTime", "TotalSignals", "TotalTrades", "WinRate", "AvgReturn", "TotalReturn", "Cagr", "Sharpe", "Sortino",
            "Calmar", "ProfitFactor", "MaxDrawdown", "Exposure")
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {0})
        SELECT i, '00000000-0000-7000-8000-' || CAST(100000000000 + i AS text), {1} + i * CAST({2} AS bigint),
            CASE WHEN i % 3 = 0 THEN 'volume_long_candle' ELSE 'volume_zone_breakout' END,
            CASE i % 4 WHEN 0 THEN '1M' WHEN 1 THEN '1H' WHEN 2 THEN '4H' ELSE '1D' END,
            '2024-01-01', '2024-12-31', 'completed', 3,
            'Try ' || CAST(i AS text) || ' of the plan', 'try ' || CAST(i AS text) || ' of the plan',
            'backtests/2025-01-01/00000000-0000-7000-8000-' || CAST(100000000000 + i AS text), 0, i % 1000 / 1000.0,
            i % 5000, i * 31 % 4001, i % 101 / 100.0, i % 997 / 99700.0, i * 79 % 20011 / 10000.0 - 1, i % 89 / 100.0,
            CASE WHEN i % 10 = 0 THEN NULL ELSE i * 37 % 6007 / 1000.0 - 3 END, i % 71 / 10.0, i % 73 / 10.0, i % 79 / 10.0, -(i * 17 % 1009) / 1009.0, i % 13 / 13.0
        FROM n
        """;

    private const string InsertSymbols = """
        INSERT INTO run_symbols ("RunNumber", "Symbol", "Position", "IsActive")
        SELECT "Number", CASE WHEN "Number" % 2 = 0 THEN 'BTC_KRW' ELSE 'A' || CAST("Number" % 500 AS text) || '_KRW' END, 0, TRUE FROM runs
        UNION ALL SELECT "Number", 'B' || CAST("Number" * 31 % 100 AS text) || '_KRW', 1, TRUE FROM runs
        UNION ALL SELECT "Number", 'C' || CAST("Number" * 17 % 3001 AS text) || '_KRW', 2, TRUE FROM runs
        """;

    private const string InsertTags = """
        INSERT INTO run_tags ("RunNumber", "Tag", "Position") SELECT "Number", 'tag' || CAST("Number" % 51 AS text), 0 FROM runs WHERE "Number" % 3 = 0
        """;

    private static readonly Lock SetupLock = new();

    internal static IReadOnlyDictionary<string, RunQuery> Queries { get; } =
        new Dictionary<string, RunQuery>
        {
            ["newest"] = new(),
            ["last page"] = new() { Offset = RunCount - 10, Limit = 100 },
            ["strategy"] = new() { Strategy = "volume_long_candle" },
            ["timeframe"] = new() { Timeframe = "1H" },
            ["symbol"] = new() { Symbol = "BTC_KRW" },
            ["rare symbol"] = new() { Symbol = "C7_KRW" },
            ["tag"] = new() { Tag = "tag9" },
            ["text"] = new() { Text = "TRY 777" },
            ["text of a symbol"] = new() { Text = "btc try", Sort = "total_return" },
            ["text of a tag"] = new() { Text = "TAG9" },
            ["text of nothing"] = new() { Text = "no such word" },
            ["days"] = new()
            {
                FromUtc = FirstUtc + (MicrosecondsBetweenRuns * 50_000),
                ToUtc = FirstUtc + (MicrosecondsBetweenRuns * 60_000),
            },
            ["best"] = new() { Sort = "total_return" },
            ["return above"] = new() { MinReturn = 0.9, Sort = "total_return" },
            ["most trades"] = new() { MinTrades = 2_000, Sort = "total_trades" },
            ["sharpe"] = new() { Sort = "sharpe" },
            ["worst sharpe"] = new()
            {
                Sort = "sharpe",
                IsDescending = false,
                Offset = 89_995,
                Limit = 20,
            },
            ["strategy by sharpe"] = new() { Strategy = "volume_long_candle", Sort = "sharpe" },
            ["strategy, return, trades"] = new()
            {
                Strategy = "volume_zone_breakout",
                Timeframe = "1H",
                MinReturn = 0.1,
                MinTrades = 100,
                Sort = "max_drawdown",
            },
            ["symbol by return"] = new()
            {
                Symbol = "BTC_KRW",
                MinReturn = 0,
                Sort = "total_return",
            },
            ["rare symbol by sharpe"] = new() { Symbol = "C7_KRW", Sort = "sharpe" },
            ["tag by return"] = new() { Tag = "tag9", Sort = "total_return" },
            ["without an index"] = new() { Sort = "profit_factor" },
        };

    // Times are printed, not asserted: they depend on the machine.
    [Fact]
    public void List_HundredThousandRuns_ReturnsFullPages()
    {
        InsertRunsOnce();
        var medians = new List<double>();
        foreach (var (name, query) in Queries)
        {
            var page = fixture.RunStorage.List(query);
            page.Items.Count.ShouldBe(Math.Min(query.Limit, page.Total - query.Offset), name);
            var times = Enumerable.Range(0, Repetitions).Select(_ => MeasureMilliseconds(query)).Order().ToList();
            medians.Add(times[Repetitions / 2]);
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{name, -26} {times[Repetitions / 2], 8:0.0} ms (from {times[0]:0.0} to {times[^1]:0.0})"
            );
        }

        medians.Sort();
        TestContext.Current.TestOutputHelper?.WriteLine($"median {medians[medians.Count / 2]:0.0} ms; the target is 50");
    }

    [Fact]
    public void List_HundredThousandRuns_CountsMatchingRuns()
    {
        InsertRunsOnce();
        CountRuns(new RunQuery()).ShouldBe(RunCount);
        CountRuns(new RunQuery { Strategy = "volume_long_candle" }).ShouldBe(33_333); // every third run
        CountRuns(new RunQuery { Symbol = "BTC_KRW" }).ShouldBe(50_000);
        CountRuns(new RunQuery { Symbol = "BTC_KRW", Strategy = "volume_long_candle" }).ShouldBe(16_666); // every sixth run
        CountRuns(new RunQuery { Tag = "tag9" }).ShouldBe(1_961); // every 51st run
        CountRuns(new RunQuery { Text = "TRY 777" }).ShouldBe(379, "in the description or in a symbol");
        CountRuns(
                new RunQuery
                {
                    FromUtc = FirstUtc + (MicrosecondsBetweenRuns * 50_000),
                    ToUtc = FirstUtc + (MicrosecondsBetweenRuns * 60_000),
                }
            )
            .ShouldBe(10_000);
        // Every tenth run has no Sharpe ratio and comes after the 90,000 others.
        var items = fixture
            .RunStorage.List(
                new RunQuery
                {
                    Sort = "sharpe",
                    IsDescending = false,
                    Offset = 89_995,
                    Limit = 20,
                }
            )
            .Items;
        items.Select(item => item.Sharpe is null).ShouldBe([.. Enumerable.Repeat(false, 5), .. Enumerable.Repeat(true, 15)]);
    }

    /// <summary>Pages at the start, in the middle, at the first run without a value and at the end are those of a list sorted in memory.</summary>
    [Theory]
    [InlineData("sharpe", false, null)]
    [InlineData("sharpe", true, null)]
    [InlineData("sharpe", true, "volume_long_candle")]
    [InlineData("total_trades", true, null)]
    [InlineData("total_trades", false, "volume_zone_breakout")]
    public void List_AnyPage_EqualsThatOfAListSortedInMemory(string sort, bool isDescending, string? strategy)
    {
        InsertRunsOnce();
        using var context = fixture.Database.Open();
        var runs = context
            .Set<RunRow>()
            .Where(run => strategy == null || run.Strategy == strategy)
            .Select(run => new
            {
                run.Number,
                run.RunId,
                run.Sharpe,
                run.TotalTrades,
            })
            .ToList()
            .Select(run => (run.RunId, run.Number, Value: sort == "sharpe" ? run.Sharpe : run.TotalTrades))
            .ToList();
        var withValue = runs.Where(run => run.Value is not null);
        var withoutValue = runs.Where(run => run.Value is null);
        string[] expected = isDescending
            ?
            [
                .. withValue.OrderByDescending(run => run.Value).ThenByDescending(run => run.Number).Select(run => run.RunId),
                .. withoutValue.OrderByDescending(run => run.Number).Select(run => run.RunId),
            ]
            :
            [
                .. withValue.OrderBy(run => run.Value).ThenBy(run => run.Number).Select(run => run.RunId),
                .. withoutValue.OrderBy(run => run.Number).Select(run => run.RunId),
            ];
        var (total, firstWithoutValue, middle) = (expected.Length, withValue.Count(), expected.Length / 2);
        int[] offsets =
        [
            0,
            middle - 3,
            middle,
            middle + 1,
            firstWithoutValue - 25,
            firstWithoutValue - 5,
            Math.Min(firstWithoutValue, total - 1),
            total - 25,
            total - 10,
            total - 1,
            total,
        ];
        // A query with a text runs other SQL. The text "plan" is in the description of every run.
        foreach (var text in new[] { null, "plan" })
        foreach (var offset in offsets)
        {
            var query = new RunQuery
            {
                Sort = sort,
                IsDescending = isDescending,
                Strategy = strategy,
                Text = text,
                Offset = offset,
                Limit = 20,
            };
            var page = fixture.RunStorage.List(query);
            page.Total.ShouldBe(total);
            page.Items.Select(item => item.RunId).ShouldBe(expected.Skip(offset).Take(20), $"offset {offset}, text {text}");
        }
    }

    internal async Task<string> QueryPlanAsync(RunQuery query)
    {
        InsertRunsOnce();
        await using var connection = await fixture.Database.ConnectAsync();
        Sql explanation = $"EXPLAIN QUERY PLAN {await RunHistory.BuildPageQueryAsync(connection, query)}";
        var lines = await connection.QueryAsync(explanation, row => row.GetString(3)); // the column "detail"
        return string.Concat(lines.Select(line => $"{line}\n"));
    }

    private int CountRuns(RunQuery query) => fixture.RunStorage.List(query).Total;

    private double MeasureMilliseconds(RunQuery query)
    {
        var stopwatch = Stopwatch.StartNew();
        fixture.RunStorage.List(query);
        return stopwatch.Elapsed.TotalMilliseconds;
    }

    private void InsertRunsOnce()
    {
        lock (SetupLock)
        {
            using var context = fixture.Database.Open();
            if (context.Set<RunRow>().Any())
                return;
            context.Database.SetCommandTimeout(300);
            context.Database.ExecuteSqlRaw(InsertRuns, RunCount, FirstUtc, MicrosecondsBetweenRuns);
            context.Database.ExecuteSqlRaw(InsertSymbols);
            context.Database.ExecuteSqlRaw(InsertTags);
            if (context is PostgresBokgiContext)
                context.Database.ExecuteSqlRaw("VACUUM ANALYZE"); // at once, because autovacuum would do it only a minute later
        }
    }
}
