using System.Text.Json;
using Bokgi.FakeExchange;
using Bokgi.IntegrationTests.Collection;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.IntegrationTests.PaperTrading;
using Bokgi.IntegrationTests.Storage;
using Bokgi.Markets;
using Bokgi.UnitTests;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

/// <summary>
/// A disk is full or read-only for a while. No request fails permanently, no data is lost, and no restart is needed.
/// </summary>
public sealed class DiskOutageTests : IDisposable
{
    private const string RunBody =
        """{"strategy":"volume_long_candle","symbols":["BTC_KRW"],"start_date":"2024-01-01","end_date":"2024-01-31","timeframe":"1H"}""";

    private const string DiskDetail = "a disk of the server is full or read-only at the moment";

    private readonly HttpServer server = new();

    private string Results => Path.Combine(server.StateRoot, "results");

    public void Dispose() => server.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_ResultsCannotBeWritten_Is503AndWorksAfterwards(bool isReadOnly)
    {
        SampleLake.WriteHours(server.DataRoot, "BTC_KRW", 200);
        using var disk = new SmallDisk(Results, kilobytes: 1_024);
        var runId = server.RunBacktest(RunBody)["run_id"].GetString();
        MakeUnwritable(disk, isReadOnly);

        for (var i = 0; i < 3; i++)
        {
            var answer = server.Send(HttpMethod.Post, "/api/backtests/run", RunBody);
            answer.ShouldBeProblem(503, DiskDetail);
            answer.Headers["Retry-After"].ShouldBe("1");
            ShouldRevealNoInternals(answer);
        }

        server.Get("/health/ready")["checks", "storage"].GetString().ShouldBe("the folder of results cannot be written");
        server.Get($"/api/backtests/{runId}/trades").Status.ShouldBe(200);
        Directory.GetDirectories(Path.Combine(Results, ".making")).ShouldBeEmpty("an unfinished run leaves no files");
        MakeWritable(disk, isReadOnly);

        server.RunBacktest(RunBody);
        server.Get("/api/backtests/history")["total"].GetInt32().ShouldBe(2);
        Directory.GetFiles(Path.Combine(Results, ".pending")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void QueuedRun_ResultsCannotBeWritten_WaitsAndCompletesAfterwards(bool isReadOnly)
    {
        SampleLake.WriteHours(server.DataRoot, "BTC_KRW", 200);
        using var disk = new SmallDisk(Results, kilobytes: 1_024);
        MakeUnwritable(disk, isReadOnly);
        server.Settings["SERVER_CONCURRENCY"] = "1";
        var taskId = server.Send(HttpMethod.Post, "/api/backtests/run-async", RunBody)["task_id"].GetString()!;

        server.WaitUntil(() => GetTask(taskId)["waits_for"].ValueKind == JsonValueKind.String);
        var waitingTask = GetTask(taskId);
        waitingTask["waits_for"].GetString().ShouldBe(DiskDetail);
        waitingTask["status"].GetString().ShouldBeOneOf("queued", "running");
        ShouldRevealNoInternals(waitingTask);
        server.Get("/health/ready").Status.ShouldBe(503); // gives the worker time for more attempts
        MakeWritable(disk, isReadOnly);

        server.WaitUntil(() => GetTask(taskId)["status"].GetString() is not ("queued" or "running"));
        var completedTask = GetTask(taskId);
        (completedTask["status"].GetString(), completedTask["attempts"].GetInt32()).ShouldBe(("completed", 1), completedTask.Text);
        server.Get($"/api/backtests/{completedTask["result", "run_id"].GetString()}/trades")["total"].GetInt32().ShouldBeGreaterThan(5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Collection_LakeCannotBeWritten_WaitsAndCompletesAfterwards(bool isReadOnly)
    {
        using var exchange = new FakeUpbit();
        foreach (var (name, value) in exchange.Settings)
            server.Settings[name] = value;
        server.Settings["SERVER_CONCURRENCY"] = "1";
        using var disk = new SmallDisk(server.DataRoot, kilobytes: 512);
        MakeUnwritable(disk, isReadOnly);
        var taskId = server
            .Send(
                HttpMethod.Post,
                "/api/data/collect",
                """{"symbols":["BTC_KRW"],"timeframes":["1D"],"start_date":"2025-01-01","end_date":"2025-01-31"}"""
            )["task_id"]
            .GetString()!;

        server.WaitUntil(() => GetTask(taskId)["waits_for"].ValueKind == JsonValueKind.String);
        GetTask(taskId)["waits_for"].GetString().ShouldBe(DiskDetail);
        MakeWritable(disk, isReadOnly);

        server.WaitUntil(() => GetTask(taskId)["status"].GetString() is not ("queued" or "running"));
        var completedTask = GetTask(taskId);
        (completedTask["status"].GetString(), completedTask["attempts"].GetInt32()).ShouldBe(("completed", 1), completedTask.Text);
        completedTask["result", "added"].GetInt32().ShouldBe(31);
    }

    [Fact]
    public async Task PaperSession_DatabaseDiskIsFull_WaitsAndLosesNothing()
    {
        KoreanTime.TryParse(SharedMinuteCandles.ReplayStart, out var fromUtc, out _).ShouldBeTrue();
        await using var exchange = await FakeExchangeServer.StartNewAsync(
            new FakeExchangeOptions(SharedData.Require("lake"), TimeProvider.System) { StartUtc = fromUtc, Speed = 120 }
        );
        server.Settings["UPBIT_URL"] = exchange.RestAddress.ToString();
        server.Settings["UPBIT_WEBSOCKET_URL"] = exchange.StreamAddress.ToString();
        using var disk = new SmallDisk(server.StateRoot, kilobytes: 16_384);
        var form = JsonSerializer.Serialize(SharedMinuteCandles.Request("BTC_KRW", "ETH_KRW", "XRP_KRW"));
        var started = server.Send(HttpMethod.Post, "/api/simulation/start", form);
        started.Status.ShouldBe(200, started.Text);
        server.WaitUntil(() => TradeCount() > 0);

        disk.Fill();
        server.WaitUntil(() => server.Get("/health/ready")["checks", "database"].GetString() != "ok");
        var refused = server.Send(HttpMethod.Post, "/api/simulation/start", form);
        refused.ShouldBeProblem(503, "the database cannot be used at the moment");
        ShouldRevealNoInternals(refused);
        server.Get("/api/simulation/status")["session", "is_running"].GetBoolean().ShouldBeTrue();
        var before = TradeCount();
        disk.Free();

        server.WaitUntil(() => TradeCount() > before + 2);
        var verified = server.Send(HttpMethod.Post, $"/api/simulation/sessions/{started["session_id"].GetString()}/verify");
        verified["is_clean"].GetBoolean().ShouldBeTrue(verified.Text);
        server.Get("/api/simulation/sessions")["total"].GetInt32().ShouldBe(1);
    }

    [Fact]
    public void Runs_DatabaseDiskIsFull_Are503AndSucceedAfterwards()
    {
        SampleLake.WriteHours(server.DataRoot, "BTC_KRW", 200);
        server.Settings["SERVER_CONCURRENCY"] = "1";
        using var disk = new SmallDisk(server.StateRoot, kilobytes: 8_192);
        server.RunBacktest(RunBody);
        disk.Fill();
        server.WaitUntil(() => server.Get("/health/ready")["checks", "database"].GetString() != "ok");

        foreach (var path in (string[])["/api/backtests/run", "/api/backtests/run-async"])
            server.Send(HttpMethod.Post, path, RunBody).Status.ShouldBe(503);
        server.Get("/api/backtests/history")["total"].GetInt32().ShouldBe(1);
        disk.Free();

        server.RunBacktest(RunBody);
        var taskId = server.Send(HttpMethod.Post, "/api/backtests/run-async", RunBody)["task_id"].GetString()!;
        server.WaitUntil(() => GetTask(taskId)["status"].GetString() == "completed");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Import_LakeCannotBeWritten_FailsWithOneLineOfErrorAndLosesNothing(bool isReadOnly)
    {
        SampleLake.WriteDays(server.DataRoot, "ETH_KRW", 400);
        using var folder = new TemporaryFolder();
        using var disk = new SmallDisk(folder.PathOf("lake"), kilobytes: 256);
        var csv = folder.WriteText(
            "btc.csv",
            "timestamp,open,high,low,close,volume\n2024-01-01T00:00:00Z,1,2,1,2,5\n2024-01-02T00:00:00Z,2,3,1,2,7\n"
        );
        var file = folder.PathOf("lake", "BTC_KRW", "1D", "2024.parquet");
        Import(csv).ExitCode.ShouldBe(0);
        var before = File.ReadAllBytes(file);
        File.AppendAllText(csv, "2024-01-03T00:00:00Z,2,3,1,2,9\n");
        MakeUnwritable(disk, isReadOnly);

        var result = Import(csv);

        result.ExitCode.ShouldBe(2, result.Error);
        result
            .Error.Trim()
            .Split('\n')
            .ShouldHaveSingleItem()
            .ShouldContain(isReadOnly ? "Read-only file system" : "No space left on device");
        result.Error.ShouldNotContain("bug in bokgi");
        File.ReadAllBytes(file).ShouldBe(before);
        MakeWritable(disk, isReadOnly);
        Import(csv).Out.ShouldContain("1 added, 0 replaced, 2 unchanged");
        Directory.GetFiles(Path.GetDirectoryName(file)!, "*.tmp").ShouldBeEmpty();

        BokgiResult Import(string path) =>
            BokgiProcess.RunWithEnvironment(
                [new("DATA_ROOT", folder.PathOf("lake"))],
                ["import", path, "--symbol", "BTC_KRW", "--timeframe", "1D"]
            );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Backtest_ResultsCannotBeWritten_FailsWithOneLineOfError(bool isReadOnly)
    {
        SampleLake.WriteHours(server.DataRoot, "BTC_KRW", 200);
        using var disk = new SmallDisk(Results, kilobytes: 256);
        MakeUnwritable(disk, isReadOnly);

        var result = BokgiProcess.RunWithEnvironment(
            [new("STATE_ROOT", server.StateRoot), new("DATA_ROOT", server.DataRoot)],
            ["backtest", "--symbols", "BTC_KRW", "--strategy", "volume_long_candle", "--timeframe", "1H"]
        );

        result.ExitCode.ShouldBe(2, result.Error);
        result.Error.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain("check the path, its permissions and the free space");
        result.Error.ShouldNotContain("bug in bokgi");
    }

    [Fact]
    public void Serve_ResultsReadOnlyAtTheStart_StartsAndWorksWhenTheyCanBeWritten()
    {
        SampleLake.WriteHours(server.DataRoot, "BTC_KRW", 200);
        using var disk = new SmallDisk(Results, kilobytes: 1_024);
        server.RunBacktest(RunBody);
        disk.SetReadOnly(true);

        server.Restart();
        server.Send(HttpMethod.Post, "/api/backtests/run", RunBody).ShouldBeProblem(503, DiskDetail);
        disk.SetReadOnly(false);

        server.RunBacktest(RunBody);
    }

    // Makes the disk read-only, or else fills it.
    private static void MakeUnwritable(SmallDisk disk, bool isReadOnly)
    {
        if (isReadOnly)
            disk.SetReadOnly(true);
        else
            disk.Fill();
    }

    private static void MakeWritable(SmallDisk disk, bool isReadOnly)
    {
        if (isReadOnly)
            disk.SetReadOnly(false);
        else
            disk.Free();
    }

    private int TradeCount() => server.Get("/api/simulation/history")["total"].GetInt32();

    private HttpAnswer GetTask(string taskId) => server.Get($"/api/backtests/status/{taskId}");

    private void ShouldRevealNoInternals(HttpAnswer answer)
    {
        // "arquet" is a part of both Parquet and parquet.
        foreach (var word in (string[])[server.Folder, "errno", "arquet", "SQLite", "Exception", "device"])
            answer.Text.ShouldNotContain(word);
    }
}
