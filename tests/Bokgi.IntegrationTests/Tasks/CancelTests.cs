using System.Diagnostics;
using Bokgi.Host.Runs.Store;
using Bokgi.IntegrationTests.Store;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Tasks;

/// <summary>
/// Cancels running tasks. Forty tasks, or three hundred with BOKGI_SOAK=1, are cancelled at about the time when they end.
/// </summary>
public sealed class CancelTests(PostgresServer postgres, MinuteLake lake)
{
    [Fact]
    public void Cancel_RunningTask_StopsTheWorkAndIsFinal()
    {
        using var installation = new Installation(postgres.CreateDatabase().ConnectionString, lake.Path);
        installation.StartServer();
        installation.StartWorker(concurrency: 2);
        var task = installation.Submit(Installation.MinuteBacktest(lake.Symbols(100)));
        installation.WaitUntil(() => installation.RunningSteps().Count(step => step.Beats > 0) == 2, "two pieces in progress");
        installation.WaitUntil(() => RunningCount(installation) == 2, "the worker's report");

        var answer = installation.Send(HttpMethod.Delete, $"/api/backtests/tasks/{task}");
        var stopped = installation.WaitUntil(() => RunningCount(installation) == 0, "end of the work");

        TestContext.Current.TestOutputHelper?.WriteLine($"stopped after {stopped}, including up to 1 s of reporting; the target is 2 s");
        answer.Status.ShouldBe(200, answer.Text);
        answer["status"].GetString().ShouldBe("cancelled");
        installation.Send(HttpMethod.Delete, $"/api/backtests/tasks/{task}").ShouldBeProblem(409, "the task has ended as cancelled");
        installation.Send(HttpMethod.Delete, "/api/backtests/tasks/none").ShouldBeProblem(404, "there is no task 'none'");
        installation.Status(task).Text.ShouldBe(answer.Text);
        installation.Runs.List(new RunQuery()).Total.ShouldBe(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Cancel_JustAsTaskEnds_NeverReportsBothOutcomes(bool usesPostgres)
    {
        using var installation = new Installation(usesPostgres ? postgres.CreateDatabase().ConnectionString : string.Empty, lake.Path);
        installation.StartServer(concurrency: 2);
        var form = Installation.MinuteBacktest(lake.Symbols(2)) with { EndDate = "2024-01-02" };
        var watch = Stopwatch.StartNew();
        installation.WaitForEnd(installation.Submit(form)); // the first one takes longer
        watch.Restart();
        installation.WaitForEnd(installation.Submit(form));
        var (typicalDuration, random) = (watch.Elapsed, new Random(Seed: 20_261_123));
        var finalTexts = new Dictionary<string, string>();
        for (var i = 0; i < (Installation.IsSoak ? 300 : 40); i++)
        {
            watch.Restart();
            var task = installation.Submit(form);
            var cancelAfter = typicalDuration * (0.4 + random.NextDouble()); // before or after the end of the task
            installation.WaitUntil(() => watch.Elapsed > cancelAfter, "time to cancel");
            var cancel = installation.Send(HttpMethod.Delete, $"/api/backtests/tasks/{task}");
            finalTexts.Add(task, cancel.Status == 200 ? cancel.Text : installation.Status(task).Text);
            cancel.Status.ShouldBe(finalTexts[task].Contains("\"cancelled\"", StringComparison.Ordinal) ? 200 : 409, cancel.Text);
        }

        installation.WaitUntil(() => RunningCount(installation, asReportedByWorkers: false) == 0, "end of all work");
        var completed = 0;
        foreach (var (task, finalText) in finalTexts)
        {
            var status = installation.Status(task);
            status.Text.ShouldBe(finalText, "a final state never changes");
            if (status["status"].GetString() == "completed")
            {
                completed++;
                installation.Get($"/api/backtests/{status["result", "run_id"].GetString()}").Status.ShouldBe(200);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{completed} of {finalTexts.Count} were completed, the others cancelled");
        installation.Runs.List(new RunQuery()).Total.ShouldBe(completed + 2); // and the two that were timed
    }

    // Workers report every second how many steps they run. A server that executes steps itself reports only every 30 seconds, so a test of
    // such a server counts the stored steps instead.
    private static int RunningCount(Installation installation, bool asReportedByWorkers = true) =>
        asReportedByWorkers
            ? installation.Get("/api/workers")["workers"].EnumerateArray().Sum(worker => worker.GetProperty("running").GetInt32())
            : installation.UnfinishedSteps().Count;
}
