using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Maintenance;
using Bokgi.Host.Runs.Store;
using Bokgi.IntegrationTests.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Store;

/// <summary>The program removes the files of refused runs, whose rows the database did not save, and no other files.</summary>
public sealed class OrphanSweepTests
{
    private const string RunBody =
        """{"strategy":"volume_long_candle","symbols":["BTC_KRW"],"start_date":"2024-01-01","end_date":"2024-01-02","timeframe":"1H"}""";

    [Fact]
    public void RefusedRuns_DatabaseRestarted_LeaveNoFiles()
    {
        using var postgres = new PostgresServer();
        using var server = new HttpServer { DatabaseUrl = postgres.CreateDatabase().ConnectionString };
        SampleLake.WriteHours(server.DataRoot, "BTC_KRW", 50);
        var keptRunId = server.RunBacktest(RunBody)["run_id"].GetString();
        postgres.Stop();
        for (var i = 0; i < 3; i++)
            server.Send(HttpMethod.Post, "/api/backtests/run", RunBody).ShouldBeProblem(503, "the database cannot be used at the moment");
        ListRunFolders(server).Count.ShouldBe(4, "it is not yet known whether the rows exist");

        postgres.Restart();

        server.WaitUntil(() => ListRunFolders(server).Count == 1);
        server.Get($"/api/backtests/{keptRunId}/trades").Status.ShouldBe(200);
        server.RunBacktest(RunBody);
        server.WaitUntil(() => Directory.GetFiles(Path.Combine(server.StateRoot, "results", ".pending")).Length == 0);
        ListRunFolders(server).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Sweep_FilesOfAnotherProcess_RemovesRefusedRunsHourlyAndKeepsRunsInProgress()
    {
        using var fixture = new SqliteStore();
        var keptRun = fixture.RunAndStore(StoreFixture.CreateRequest("BTC_KRW"));
        var (clock, storage) = (new FakeTimeProvider(), fixture.RunStorage);
        var sweep = new OrphanSweep(storage.RunStore, storage.Folders, clock, NullLogger<OrphanSweep>.Instance);
        await sweep.SweepIfDueAsync(); // the next sweep is due in an hour
        var otherFolders = new ArtifactFolders(fixture.ResultsFolder, fixture.Database.Name);
        await LeaveFilesOfRefusedRunAsync(otherFolders);
        using var runInProgress = await otherFolders.BeginAsync();
        runInProgress.Started(symbols: 1);

        await sweep.SweepIfDueAsync();
        Directory.Exists(otherFolders.PathOf(RefusedRunFolder)).ShouldBeTrue("an hour has not passed");
        clock.Advance(TimeSpan.FromHours(1));
        await sweep.SweepIfDueAsync();

        Directory.Exists(otherFolders.PathOf(RefusedRunFolder)).ShouldBeFalse();
        storage.OpenStoredRun(keptRun.RunId).ShouldNotBeNull();
        Directory.GetDirectories(fixture.ResultsFolder, keptRun.RunId, SearchOption.AllDirectories).ShouldHaveSingleItem();
        Directory.GetDirectories(Path.Combine(fixture.ResultsFolder, ".making")).ShouldHaveSingleItem("a run that is being made");
        storage.List(new RunQuery()).Total.ShouldBe(1);
    }

    private const string RefusedRunFolder = "backtests/2024-01-01/01a4cdcf-0000-7000-8000-000000000009";

    private static async Task LeaveFilesOfRefusedRunAsync(ArtifactFolders folders)
    {
        using var artifacts = await folders.BeginAsync();
        artifacts.Started(symbols: 1);
        await Should.ThrowAsync<InvalidOperationException>(() =>
            folders.CommitAsync(
                artifacts,
                RefusedRunFolder,
                addRow: () => throw new TimeoutException(),
                hasRow: () => throw new InvalidOperationException()
            )
        );
    }

    private static List<string> ListRunFolders(HttpServer server) =>
        [
            .. Directory
                .GetDirectories(Path.Combine(server.StateRoot, "results", "backtests"), "*", SearchOption.AllDirectories)
                .Where(folder => Guid.TryParse(Path.GetFileName(folder), out _)),
        ];
}
