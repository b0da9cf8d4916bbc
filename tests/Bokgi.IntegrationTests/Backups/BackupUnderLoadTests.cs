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
    public async Task All_WhileClientsWriteAndDelete_RestoresToOneMoment(bool isScaled)
    {
        using var installation = new BackedUpServer(isScaled ? postgres.CreateDatabase().ConnectionString : "");
        installation.Fill();
        using var stop = new CancellationTokenSource();
        var answers = new ConcurrentDictionary<string, string>(); // the trades of each run, by its id
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
                            answers[run] = installation.Server.Get($"/api/backtests/{run}/trades").Text;
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
        if (!isScaled)
            File.Delete(SqliteEngine.FileIn(installation.Server.StateRoot));
        Directory.Delete(Path.Combine(installation.Server.StateRoot, "results"), recursive: true);
        installation.Restore(files["database"]);
        installation.Restore(files["results"]);

        var runs = installation.RunIds();
        runs.Count.ShouldBeGreaterThanOrEqualTo(3);
        var restored = installation.ReadAll(); // fails if a run lacks a file
        foreach (var (run, trades) in answers.Where(answer => runs.Contains(answer.Key)))
            restored[$"/api/backtests/{run}/trades"].ShouldBe(trades);
    }
}
