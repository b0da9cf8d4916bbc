using System.Diagnostics;
using Bokgi.Host.Runs.Store;
using Bokgi.IntegrationTests.Store;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Tasks;

/// <summary>Tasks that are cancelled. BOKGI_SOAK=1 cancels three hundred just as they end.</summary>
public sealed class CancelTests(PostgresServer postgres, MinuteLake lake)
{
    [Fact]
    public void Cancel_RunningTask_StopsTheWorkAndIsFinal()
    {
        using var house = new Installation(postgres.CreateDatabase().ConnectionString, lake.Path);
        house.StartServer();
        house.StartWorker(concurrency: 2);
        var task = house.Submit(Installation.Minutes(lake.Symbols(100)));
        house.Until(() => house.Running().Count(step => step.Beats > 0) == 2, "two pieces in progress");
        house.Until(() => AtWork(house) == 2, "the worker's report");

        var answer = house.Send(HttpMethod.Delete, $"/api/backtests/tasks/{task}");
        var stopped = house.Until(() => AtWork(house) == 0, "end of the work");

        TestContext.Current.TestOutputHelper?.WriteLine($"stopped after {stopped}, including up to 1 s of reporting; the target is 2 s");
        answer.Status.ShouldBe(200, answer.Text);
        answer["status"].GetString().ShouldBe("cancelled");
        house.Send(HttpMethod.Delete, $"/api/backtests/tasks/{task}").ShouldBeProblem(409, "the task has ended as cancelled");
        house.Send(HttpMethod.Delete, "/api/backtests/tasks/none").ShouldBeProblem(404, "there is no task 'none'");
        house.Status(task).Text.ShouldBe(answer.Text);
        house.Runs.List(new RunQuery()).Total.ShouldBe(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Cancel_AsTasksEnd_NeverShowsBoth(bool isScaled)
    {
        using var house = new Installation(isScaled ? postgres.CreateDatabase().ConnectionString : string.Empty, lake.Path);
        house.StartServer(concurrency: 2);
        var form = Installation.Minutes(lake.Symbols(2)) with { EndDate = "2024-01-02" };
        var watch = Stopwatch.StartNew();
        house.WaitForEnd(house.Submit(form)); // the first one takes longer
        watch.Restart();
        house.WaitForEnd(house.Submit(form));
        var (usual, random) = (watch.Elapsed, new Random(20_261_123));
        var ends = new Dictionary<string, string>();
        for (var i = 0; i < (Installation.IsSoak ? 300 : 40); i++)
        {
            watch.Restart();
            var task = house.Submit(form);
            var moment = usual * (0.4 + random.NextDouble());
            house.Until(() => watch.Elapsed > moment, "moment about its end");
            var cancel = house.Send(HttpMethod.Delete, $"/api/backtests/tasks/{task}");
            ends.Add(task, cancel.Status == 200 ? cancel.Text : house.Status(task).Text);
            cancel.Status.ShouldBe(ends[task].Contains("\"cancelled\"", StringComparison.Ordinal) ? 200 : 409, cancel.Text);
        }

        house.Until(() => AtWork(house, isKnown: false) == 0, "end of all work");
        var completed = 0;
        foreach (var (task, end) in ends)
        {
            var status = house.Status(task);
            status.Text.ShouldBe(end, "a final state never changes");
            if (status["status"].GetString() == "completed")
            {
                completed++;
                house.Get($"/api/backtests/{status["result", "run_id"].GetString()}").Status.ShouldBe(200);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{completed} of {ends.Count} were completed, the others cancelled");
        house.Runs.List(new RunQuery()).Total.ShouldBe(completed + 2);
    }

    // A worker reports its count every second, the server only every thirty, so for the server this counts the rows.
    private static int AtWork(Installation house, bool isKnown = true) =>
        isKnown
            ? house.Get("/api/workers")["workers"].EnumerateArray().Sum(worker => worker.GetProperty("running").GetInt32())
            : house.Active().Count;
}
