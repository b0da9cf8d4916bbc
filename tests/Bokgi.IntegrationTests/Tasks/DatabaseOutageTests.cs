using System.Collections.Concurrent;
using System.Diagnostics;
using Bokgi.Host.Runs.Store;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.IntegrationTests.Store;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Tasks;

/// <summary>PostgreSQL stops or crashes under load and comes back. BOKGI_SOAK=1 keeps it down for thirty seconds.</summary>
public sealed class DatabaseOutageTests(MinuteLake lake) : IDisposable
{
    // Counted from when the server reports the outage: long enough for heartbeats and polls to fail.
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(Installation.IsSoak ? 30 : 4);

    private readonly PostgresServer postgres = new();

    public void Dispose() => postgres.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Work_DatabaseStoppedForAWhile_GoesOnWithoutARestart(bool isCrash)
    {
        using var house = new Installation(postgres.CreateDatabase().ConnectionString, lake.Path);
        house.StartServer();
        house.StartWorker();
        house.StartWorker();
        var large = house.Submit(Installation.Minutes(lake.Symbols(100)));
        house.Until(() => house.Running().Count(step => step.Beats > 0) > 1, "work in progress");
        using var enough = new CancellationTokenSource();
        var accepted = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var statuses = new ConcurrentDictionary<int, bool>();
        var load = Task.Factory.StartNew(() => SubmitUntil(house, accepted, statuses, enough.Token), TaskCreationOptions.LongRunning);

        house.Until(() => accepted.Count > 2, "load");
        if (isCrash)
            postgres.Crash();
        else
            postgres.Stop();
        house.Until(() => house.Get($"/api/backtests/status/{large}").Status == 503, "outage"); // after a crash, processes may still answer
        house.Until(() => statuses.ContainsKey(503), "client that was refused");
        var watch = Stopwatch.StartNew();
        do ShouldBeAway(house, large);
        while (watch.Elapsed < Outage);
        postgres.Restart();
        watch.Restart();
        var before = accepted.Count;
        house.Until(() => accepted.Count > before + 2, "recovery");
        var recovered = watch.Elapsed;
        await enough.CancelAsync();
        await load;

        statuses.Keys.ShouldBeSubsetOf([202, 503]);
        foreach (var task in accepted.Values.Append(large))
            house.WaitForEnd(task);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"taken on again after {recovered}, all {accepted.Count + 1} done after {watch.Elapsed}"
        );
        house.Get("/api/backtests/tasks")["total"].GetInt32().ShouldBe(accepted.Count + 1);
        house.Runs.List(new RunQuery()).Total.ShouldBe(accepted.Count + 1);
        using var direct = new DirectRun(lake.Path, Installation.Minutes(lake.Symbols(100)));
        direct.ShouldEqual(house.Runs, house.Status(large)["result", "run_id"].GetString()!);
    }

    [Fact]
    public void Start_DatabaseAway_WaitsForItAndWorksThen()
    {
        using var house = new Installation(postgres.CreateDatabase().ConnectionString, lake.Path);
        postgres.Stop();
        var server = house.StartServer();
        var worker = house.StartWorker();
        ShouldBeAway(house, "none");
        house.Get("/health").Status.ShouldBe(200);
        worker.WaitUntil(() => worker.Errors.Any(line => line.Contains("this process waits for it", StringComparison.Ordinal)), "warning");

        postgres.Restart();

        house.Until(() => house.Get("/api/backtests/tasks").Status == 200, "recovery");
        house.WaitForEnd(house.Submit(Small));
        server.Everything().ShouldNotContain("   at ");
        worker.Everything().ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("serve", "postgresql://locked:secret@127.0.0.1:{port}/postgres")]
    [InlineData("worker", "postgresql://locked:secret@127.0.0.1:{port}/postgres")]
    [InlineData("worker", "postgresql://postgres@nowhere.invalid:{port}/postgres")]
    [InlineData("serve", "postgresql://nobody@127.0.0.1:{port}/nothing")]
    [InlineData("worker", "postgresql://nobody@127.0.0.1:{port}/nothing")]
    public void Start_DatabaseThatWillNeverDo_EndsWithOneLine(string command, string url)
    {
        var address = url.Replace("{port}", $"{postgres.CreateDatabase().Port}", StringComparison.Ordinal);
        using var folder = new TemporaryFolder();

        var result = BokgiProcess.RunIn(
            [new("DATA_ROOT", lake.Path), new("STATE_ROOT", folder.Path), new("DATABASE_URL", address), new("PORT", "0")],
            command
        );

        result.ExitCode.ShouldBe(2, result.Error);
        result.Error.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain("check DATABASE_URL");
        result.Error.ShouldNotContain("secret");
    }

    private Host.Runs.Requests.BacktestForm Small => Installation.Minutes(lake.Symbols(2)) with { EndDate = "2024-01-02" };

    private static void ShouldBeAway(Installation house, string task)
    {
        var answer = house.Get($"/api/backtests/status/{task}");
        answer.ShouldBeProblem(503, "the database cannot be used at the moment");
        answer.Headers["Retry-After"].ShouldBe("1");
    }

    // Submits as a careful client does: repeats with the same idempotency key until the task is accepted.
    private void SubmitUntil(
        Installation house,
        ConcurrentDictionary<string, string> accepted,
        ConcurrentDictionary<int, bool> statuses,
        CancellationToken enough
    )
    {
        for (var isTaken = true; !isTaken || !enough.IsCancellationRequested; )
        {
            var key = $"key {accepted.Count}";
            var answer = house.Send(HttpMethod.Post, "/api/backtests/run-async", Small, key);
            statuses[answer.Status] = true;
            isTaken = answer.Status == 202;
            if (isTaken)
                accepted[key] = answer["task_id"].GetString()!;
            enough.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(50));
        }
    }
}
