using System.Diagnostics;
using Bokgi.IntegrationTests.CommandLine;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

/// <summary>Requests, queued runs and commands while another program holds SQLite's write lock.</summary>
public sealed class DatabaseLockTests : IDisposable
{
    private const string RunBody =
        """{"strategy":"volume_long_candle","symbols":["BTC_KRW"],"start_date":"2024-01-01","end_date":"2024-01-02","timeframe":"1H"}""";

    // A change waits for the lock for at most five seconds. If the changes waited one after the other, the last would wait for a minute.
    private const int Clients = 12;

    // Three times as long as one change waits for the lock.
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(15);

    private readonly HttpServer server = new();

    public void Dispose() => server.Dispose();

    [Fact]
    public async Task Changes_LockHeldByAnotherProgram_AreRefusedWithoutQueueingAndSucceedAfterwards()
    {
        server.Get("/health/ready").Status.ShouldBe(200);
        using (HoldLock())
        {
            var watch = Stopwatch.StartNew();
            var answers = await Task.WhenAll(
                Enumerable.Range(0, Clients).Select(i => Task.Factory.StartNew(() => AddPreset(i), TaskCreationOptions.LongRunning))
            );
            watch.Elapsed.ShouldBeLessThan(MaxWait);

            foreach (var answer in answers)
            {
                answer.ShouldBeProblem(503, "the database cannot be used at the moment");
                answer.Headers["Retry-After"].ShouldBe("1");
            }

            var ready = server.Get("/health/ready");
            (ready.Status, ready["checks", "database"].GetString()).ShouldBe((503, "the database cannot be written"));
            server.Get("/api/strategies/presets")["count"].GetInt32().ShouldBe(3, "the built-in presets can still be read");
        }

        server.Get("/health/ready").Status.ShouldBe(200);
        AddPreset(0).Status.ShouldBe(201);
    }

    [Fact]
    public void QueuedRun_LockHeldByAnotherProgram_WaitsAndCompletesAfterwards()
    {
        SampleLake.WriteHours(server.DataRoot, "BTC_KRW", 50);
        server.Settings["SERVER_CONCURRENCY"] = "0";
        var taskId = server.Send(HttpMethod.Post, "/api/backtests/run-async", RunBody)["task_id"].GetString()!;
        using (HoldLock())
        {
            server.Settings["SERVER_CONCURRENCY"] = "1";
            server.Restart();
            server.Get("/health/ready").Status.ShouldBe(503); // takes long enough for the worker's first attempts
            GetTask(taskId)["status"].GetString().ShouldBe("queued");
        }

        server.WaitUntil(() => GetTask(taskId)["status"].GetString() == "completed");
        GetTask(taskId)["attempts"].GetInt32().ShouldBe(1);
    }

    [Fact]
    public void Command_LockHeldByAnotherProgram_FailsWithOneLineOfError()
    {
        SampleLake.WriteHours(server.DataRoot, "BTC_KRW", 50);
        server.Get("/health").Status.ShouldBe(200);
        using (HoldLock())
        {
            var result = BokgiProcess.RunWithEnvironment(
                [new("STATE_ROOT", server.StateRoot), new("DATA_ROOT", server.DataRoot)],
                ["backtest", "--symbols", "BTC_KRW", "--strategy", "volume_long_candle", "--timeframe", "1H"]
            );

            result.ExitCode.ShouldBe(2, result.Error);
            result.Error.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain("database is locked");
        }
    }

    private HttpAnswer GetTask(string taskId) => server.Get($"/api/backtests/status/{taskId}");

    private HttpAnswer AddPreset(int number) =>
        server.Send(
            HttpMethod.Post,
            "/api/strategies/presets",
            $$$"""{"name":"own-{{{number}}}","strategy":"volume_long_candle","params":{}}"""
        );

    private SqliteConnection HoldLock()
    {
        var holder = new SqliteConnection($"Data Source={Path.Combine(server.StateRoot, "bokgi.db")};Pooling=False;Default Timeout=60");
        holder.Open();
        using var begin = new SqliteCommand("BEGIN IMMEDIATE", holder);
        begin.ExecuteNonQuery();
        return holder;
    }
}
