using System.Collections.Concurrent;
using Bokgi.Host.Platform.Database;
using Bokgi.IntegrationTests.Store;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Backups;

/// <summary>Backups that are made while clients write.</summary>
public sealed class BackupUnderLoadTests(PostgresServer postgres)
{
    private const int Clients = 20;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task BackupAll_WhileClientsWriteAndDelete_RestoresTheStateOfOneMoment(bool isOnPostgres)
    {
        using var installation = new BackedUpServer(isOnPostgres ? postgres.CreateDatabase().ConnectionString : "");
        installation.AddRunsAndPreset();
        using var stop = new CancellationTokenSource();
        var tradesByRunId = new ConcurrentDictionary<string, string>();
        var writeCount = 0;
        var clients = Enumerable
            .Range(0, Clients)
            .Select(client =>
                Task.Factory.StartNew(
                    () =>
                    {
                        for (var i = 0; !stop.IsCancellationRequested; i++)
                        {
                            var run = installation.RunBacktest(i % 2 == 0 ? "BTC_KRW" : "ETH_KRW");
                            tradesByRunId[run] = installation.Server.Get($"/api/backtests/{run}/trades").Text;
                            if (i % 3 == 2)
                                installation.Server.Send(HttpMethod.Delete, $"/api/backtests/{run}").Status.ShouldBe(204);
                            Interlocked.Increment(ref writeCount);
                        }
                    },
                    TaskCreationOptions.LongRunning
                )
            )
            .ToList();
        installation.Server.WaitUntil(() => Volatile.Read(ref writeCount) >= Clients);
        var before = Volatile.Read(ref writeCount);

        var files = installation.MakeBackups();

        Volatile.Read(ref writeCount).ShouldBeGreaterThan(before, "the clients must write while the backup is made");
        await stop.CancelAsync();
        await Task.WhenAll(clients);
        installation.Server.Restart();
        if (!isOnPostgres)
            File.Delete(SqliteEngine.GetDatabasePath(installation.Server.StateRoot));
        Directory.Delete(Path.Combine(installation.Server.StateRoot, "results"), recursive: true);
        installation.Restore(files["database"]);
        installation.Restore(files["results"]);

        var runs = installation.ReadRunIds();
        runs.Count.ShouldBeGreaterThanOrEqualTo(3);
        var restored = installation.ReadRestorableState(); // fails if the rows of a run cannot be read from its file
        foreach (var (run, trades) in tradesByRunId.Where(entry => runs.Contains(entry.Key)))
            restored[$"/api/backtests/{run}/trades"].ShouldBe(trades);
    }
}
