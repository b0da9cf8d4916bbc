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
    // Measured from the server's first report of the outage. Long enough for heartbeats and polls to fail.
    private static readonly TimeSpan OutageDuration = TimeSpan.FromSeconds(Installation.IsSoak ? 30 : 4);

    private readonly PostgresServer postgres = new();

    public void Dispose() => postgres.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Work_DatabaseDownForAWhile_ContinuesWithoutRestart(bool isCrash)
    {
        using var installation = new Installation(postgres.CreateDatabase().ConnectionString, lake.Path);
        installation.StartServer();
        installation.StartWorker();
        installation.StartWorker();
        var largeTask = installation.Submit(Installation.MinuteBacktest(lake.Symbols(100)));
        installation.WaitUntil(() => installation.RunningSteps().Count(step => step.Beats > 0) > 1, "work in progress");
        using var stopLoad = new CancellationTokenSource();
        var acceptedTasks = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var statuses = new ConcurrentDictionary<int, bool>();
        var load = Task.Factory.StartNew(
            () => SubmitUntilStopped(installation, acceptedTasks, statuses, stopLoad.Token),
            TaskCreationOptions.LongRunning
        );

        installation.WaitUntil(() => acceptedTasks.Count > 2, "load");
        if (isCrash)
            postgres.Crash();
        else
            postgres.Stop();
        // After a crash, PostgreSQL's processes may still answer for a while.
        installation.WaitUntil(() => installation.Get($"/api/backtests/status/{largeTask}").Status == 503, "outage");
        installation.WaitUntil(() => statuses.ContainsKey(503), "client that was refused");
        var watch = Stopwatch.StartNew();
        do ShouldReportUnavailable(installation, largeTask);
        while (watch.Elapsed < OutageDuration);
        postgres.Restart();
        watch.Restart();
        var acceptedBefore = acceptedTasks.Count;
        installation.WaitUntil(() => acceptedTasks.Count > acceptedBefore + 2, "recovery");
        var recoveryTime = watch.Elapsed;
        await stopLoad.CancelAsync();
        await load;

        statuses.Keys.ShouldBeSubsetOf([202, 503]);
        foreach (var task in acceptedTasks.Values.Append(largeTask))
            installation.WaitForEnd(task);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"new tasks were accepted after {recoveryTime}, all {acceptedTasks.Count + 1} done after {watch.Elapsed}"
        );
        installation.Get("/api/backtests/tasks")["total"].GetInt32().ShouldBe(acceptedTasks.Count + 1);
        installation.Runs.List(new RunQuery()).Total.ShouldBe(acceptedTasks.Count + 1);
        using var direct = new DirectRun(lake.Path, Installation.MinuteBacktest(lake.Symbols(100)));
        direct.ShouldEqual(installation.Runs, installation.Status(largeTask)["result", "run_id"].GetString()!);
    }

    [Fact]
    public void Start_DatabaseUnavailable_WaitsForItThenWorks()
    {
        using var installation = new Installation(postgres.CreateDatabase().ConnectionString, lake.Path);
        postgres.Stop();
        var server = installation.StartServer();
        var worker = installation.StartWorker();
        ShouldReportUnavailable(installation, "none");
        installation.Get("/health").Status.ShouldBe(200);
        worker.WaitUntil(() => worker.Errors.Any(line => line.Contains("this process waits for it", StringComparison.Ordinal)), "warning");

        postgres.Restart();

        installation.WaitUntil(() => installation.Get("/api/backtests/tasks").Status == 200, "recovery");
        installation.WaitForEnd(installation.Submit(ShortBacktest));
        server.AllOutput().ShouldNotContain("   at "); // a stack trace
        worker.AllOutput().ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("serve", "postgresql://locked:secret@127.0.0.1:{port}/postgres")]
    [InlineData("worker", "postgresql://locked:secret@127.0.0.1:{port}/postgres")]
    [InlineData("worker", "postgresql://postgres@nowhere.invalid:{port}/postgres")]
    [InlineData("serve", "postgresql://nobody@127.0.0.1:{port}/nothing")]
    [InlineData("worker", "postgresql://nobody@127.0.0.1:{port}/nothing")]
    public void Start_DatabaseUnusable_ExitsWithOneLine(string command, string url)
    {
        var address = url.Replace("{port}", $"{postgres.CreateDatabase().Port}", StringComparison.Ordinal);
        using var folder = new TemporaryFolder();

        var result = BokgiProcess.RunWithEnvironment(
            [new("DATA_ROOT", lake.Path), new("STATE_ROOT", folder.Path), new("DATABASE_URL", address), new("PORT", "0")],
            command
        );

        result.ExitCode.ShouldBe(2, result.Error);
        result.Error.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain("check DATABASE_URL");
        result.Error.ShouldNotContain("secret");
    }

    private Host.Runs.Requests.BacktestForm ShortBacktest => Installation.MinuteBacktest(lake.Symbols(2)) with { EndDate = "2024-01-02" };

    private static void ShouldReportUnavailable(Installation installation, string task)
    {
        var answer = installation.Get($"/api/backtests/status/{task}");
        answer.ShouldBeProblem(503, "the database cannot be used at the moment");
        answer.Headers["Retry-After"].ShouldBe("1");
    }

    // Submits one task after another until stopLoad is cancelled. Like a careful client, repeats a request with the same idempotency key until
    // the task is accepted. Collects the ids of the accepted tasks by key, and the status codes of all answers (as keys; the values mean nothing).
    private void SubmitUntilStopped(
        Installation installation,
        ConcurrentDictionary<string, string> acceptedTasks,
        ConcurrentDictionary<int, bool> statuses,
        CancellationToken stopLoad
    )
    {
        bool isAccepted;
        do
        {
            var key = $"key {acceptedTasks.Count}";
            var answer = installation.Send(HttpMethod.Post, "/api/backtests/run-async", ShortBacktest, key);
            statuses[answer.Status] = true;
            isAccepted = answer.Status == 202;
            if (isAccepted)
                acceptedTasks[key] = answer["task_id"].GetString()!;
            stopLoad.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(50));
        } while (!isAccepted || !stopLoad.IsCancellationRequested);
    }
}
