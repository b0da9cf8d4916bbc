using System.Diagnostics;
using System.Net.Http.Json;
using Bokgi.Host.Runs.Store;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Store;

public sealed class SqliteSaveKillTests(SqliteStore fixture) : SaveKillTests(fixture), IClassFixture<SqliteStore>;

public sealed class PostgresSaveKillTests(PostgresStore fixture) : SaveKillTests(fixture), IClassFixture<PostgresStore>;

/// <summary>
/// A server that is killed while it saves runs leaves each of them complete or absent. BOKGI_SOAK=1 kills fifty times instead of four.
/// </summary>
public abstract class SaveKillTests(StoreFixture fixture)
{
    private const int ClientCount = 3;

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Bokgi.Host.dll");

    private readonly Random random = new(20_261_123); // an arbitrary seed

    [Fact]
    public async Task Save_KilledAtAnyMoment_LeavesEveryRunCompleteOrAbsent()
    {
        string[] symbols = ["BTC_KRW", "ETH_KRW", "XRP_KRW"];
        fixture.WriteCandles(symbols);
        fixture.RunStorage.List(new RunQuery()).Total.ShouldBe(0);
        var kills = Environment.GetEnvironmentVariable("BOKGI_SOAK") == "1" ? 50 : 4;
        var returnedIds = new List<string>();
        var leftovers = 0;
        for (var kill = 0; kill < kills; kill++)
        {
            returnedIds.AddRange(await SaveUntilKilled(symbols));
            leftovers += CountLeftovers();
            ShouldBeComplete(returnedIds);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{kills} kills, {returnedIds.Count} runs answered, {CountRuns()} kept, {leftovers} leftovers swept"
        );
        returnedIds.Count.ShouldBeGreaterThanOrEqualTo(kills, "each server answered once at least");
        CountRuns().ShouldBeInRange(returnedIds.Count, returnedIds.Count + (kills * ClientCount), "at most one more per client and kill");
        fixture.RunStorage.SweepOrphans();
        CountLeftovers().ShouldBe(0);
        Directory.GetFileSystemEntries(Path.Combine(fixture.ResultsFolder, ".making")).ShouldBeEmpty();
        ListRunFolders().Length.ShouldBe(CountRuns());
    }

    private async Task<IEnumerable<string>> SaveUntilKilled(string[] symbols)
    {
        using var server = StartServer();
        try
        {
            var address = await WaitForAddress(server);
            using var client = new HttpClient { BaseAddress = new Uri(address), Timeout = TestTimeout.Value };
            var firstSaved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var clientTasks = Enumerable.Range(0, ClientCount).Select(_ => SaveRepeatedly(client, symbols, firstSaved)).ToArray();
            await firstSaved.Task.WaitAsync(TestTimeout.Value);
            server.WaitForExit(random.Next(50, 400)); // the server does not exit by itself, so this is a random pause
            server.Kill();
            await server.WaitForExitAsync().WaitAsync(TestTimeout.Value);
            return (await Task.WhenAll(clientTasks)).SelectMany(runs => runs);
        }
        finally
        {
            if (!server.HasExited)
                server.Kill();
        }
    }

    private static async Task<List<string>> SaveRepeatedly(HttpClient client, string[] symbols, TaskCompletionSource firstSaved)
    {
        var request = new
        {
            strategy = "volume_long_candle",
            symbols,
            start_date = "2024-01-01",
            end_date = "2024-01-31",
            timeframe = "1H",
        };
        var runs = new List<string>();
        try
        {
            while (true)
            {
                using var response = await client.PostAsJsonAsync("/api/backtests/run", request);
                response.EnsureSuccessStatusCode();
                var run = await response.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>();
                runs.Add(run.GetProperty("run_id").GetString()!);
                firstSaved.TrySetResult();
            }
        }
        catch (Exception noAnswer) when (noAnswer is HttpRequestException { StatusCode: null } or IOException or OperationCanceledException)
        {
            return runs;
        }
    }

    private void ShouldBeComplete(List<string> returnedIds)
    {
        var runs = new HashSet<string>();
        for (var offset = 0; offset < CountRuns(); offset += 100)
            runs.UnionWith(fixture.RunStorage.List(new RunQuery { Limit = 100, Offset = offset }).Items.Select(item => item.RunId));
        runs.IsSupersetOf(returnedIds).ShouldBeTrue("a run that was answered is kept");
        foreach (var run in runs)
        {
            var files = fixture.RunStorage.OpenStoredRun(run)!;
            using var trades = files.OpenTrades();
            using var signals = files.OpenSignals();
            using var equity = files.OpenEquity();
            (trades.GroupCount, signals.GroupCount, equity.GroupCount).ShouldBe((3, 3, 3)); // one per symbol
            fixture.RunStorage.Find(run)!.Symbols.Count.ShouldBe(3);
        }
    }

    private int CountRuns() => fixture.RunStorage.List(new RunQuery { Limit = 1 }).Total;

    private int CountLeftovers() =>
        Directory.GetDirectories(Path.Combine(fixture.ResultsFolder, ".making")).Length + ListRunFolders().Length - CountRuns();

    private string[] ListRunFolders() =>
        [.. Directory.GetDirectories(Path.Combine(fixture.ResultsFolder, "backtests")).SelectMany(Directory.GetDirectories)];

    private Process StartServer()
    {
        var start = new ProcessStartInfo("dotnet", [Program, "serve"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["DATA_ROOT"] = fixture.Settings.DataRoot;
        start.Environment["STATE_ROOT"] = fixture.StateRoot;
        start.Environment["DATABASE_URL"] = fixture.DatabaseUrl;
        start.Environment["PORT"] = "0";
        return Process.Start(start)!;
    }

    private static async Task<string> WaitForAddress(Process server)
    {
        const string Listening = "listening on ";
        while (await server.StandardOutput.ReadLineAsync().WaitAsync(TestTimeout.Value) is { } line)
        {
            if (line.StartsWith(Listening, StringComparison.Ordinal))
            {
                _ = server.StandardOutput.BaseStream.CopyToAsync(Stream.Null); // otherwise the pipe fills up
                return line[Listening.Length..];
            }
        }

        throw new InvalidOperationException("the server ended before it listened");
    }
}
