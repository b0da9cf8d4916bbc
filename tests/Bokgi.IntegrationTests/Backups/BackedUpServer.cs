using System.Text.Json;
using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.Platform.Database;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.IntegrationTests.Http;
using Bokgi.Trading;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Bokgi.IntegrationTests.Backups;

/// <summary>A server with candles, and <c>bokgi backup</c> with the settings of that server. A test adds runs, presets and sessions.</summary>
internal sealed class BackedUpServer : IDisposable
{
    private readonly string redisUrl;

    public BackedUpServer(string databaseUrl = "", string redisUrl = "")
    {
        this.redisUrl = redisUrl;
        Server = new HttpServer { DatabaseUrl = databaseUrl, RedisUrl = redisUrl };
        SampleLake.WriteHours(Server.DataRoot, "BTC_KRW", 200);
        SampleLake.WriteHours(Server.DataRoot, "ETH_KRW", 100);
        SampleLake.WriteDays(Server.DataRoot, "BTC_KRW", 40);
    }

    public HttpServer Server { get; }

    public string BackupRoot => Path.Combine(Server.Folder, "backups");

    /// <summary>More environment variables for <c>bokgi backup</c>.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    private IEnumerable<KeyValuePair<string, string>> Environment =>
        [
            new("DATA_ROOT", Server.DataRoot),
            new("STATE_ROOT", Server.StateRoot),
            new("BACKUP_ROOT", BackupRoot),
            new("DATABASE_URL", Server.DatabaseUrl),
            new("REDIS_URL", redisUrl),
            .. Settings,
        ];

    /// <summary>Adds this many runs of two symbols, and one preset.</summary>
    public void AddRunsAndPreset(int runs = 3)
    {
        for (var run = 0; run < runs; run++)
            RunBacktest("BTC_KRW", "ETH_KRW");
        Server.Send(HttpMethod.Post, "/api/strategies/presets", """{"name":"mine","strategy":"volume_long_candle"}""").Status.ShouldBe(201);
    }

    /// <summary>Adds the rows of a paper session that has ended, with a trade.</summary>
    public void AddPaperSession()
    {
        using var context = Server.Services.GetRequiredService<BokgiDatabase>().Open();
        var session = new PaperSessionRow
        {
            SessionId = "a session",
            State = SessionState.Stopped,
            Request = "{}",
            CreatedUtc = 1,
        };
        context.Add(session);
        context.SaveChanges();
        context.Add(
            new PaperTradeRow
            {
                SessionNumber = session.Number,
                PositionId = "a position",
                Symbol = "BTC_KRW",
                Strategy = "volume_long_candle",
                EntryBar = 1,
                ExitBar = 2,
                EntryUtc = 3,
                ExitUtc = 4,
                EntryPrice = 50_000_000.1,
                ExitPrice = 51_000_000.2,
                Quantity = 1.0 / 3,
                EntryFee = 25_000.00005m,
                ExitFee = 25_500.0001m,
                Slippage = 0.1m,
                Pnl = 282_832.8334567890123456m,
                Return = 0.017,
                ExitReason = ExitReason.Hold,
                Confidence = 0.5,
                MaximumAdverseExcursion = -0.01,
                MaximumFavourableExcursion = 0.02,
                IsLate = true,
            }
        );
        context.SaveChanges();
    }

    /// <summary>Runs a backtest and returns its id.</summary>
    public string RunBacktest(params string[] symbols) =>
        Server
            .RunBacktest(
                $$"""{"strategy":"volume_long_candle","symbols":{{JsonSerializer.Serialize(symbols)}},"start_date":"2024-01-01","end_date":"2024-01-09","timeframe":"1H"}"""
            )["run_id"]
            .GetString()!;

    /// <summary>Runs <c>bokgi backup</c> with these arguments.</summary>
    public BokgiResult RunBackupCommand(params IEnumerable<string> arguments) =>
        BokgiProcess.RunWithEnvironment(Environment, ["backup", .. arguments]);

    /// <summary>Starts <c>bokgi backup</c> with these arguments.</summary>
    public BokgiProcess StartBackupCommand(params IEnumerable<string> arguments) =>
        BokgiProcess.StartWithEnvironment(Environment, ["backup", .. arguments]);

    /// <summary>Makes backups, which must succeed, and returns the file of each kind.</summary>
    /// <param name="kind">One kind, such as <c>database</c>, or <c>all</c>.</param>
    public Dictionary<string, string> MakeBackups(string kind = "all")
    {
        var result = RunBackupCommand(kind, "--json");
        result.ExitCode.ShouldBe(0, result.Error);
        return result
            .Json.EnumerateArray()
            .Where(backup => backup.GetProperty("file").ValueKind == JsonValueKind.String)
            .ToDictionary(backup => backup.GetProperty("name").GetString()!, backup => backup.GetProperty("file").GetString()!);
    }

    public void Restore(string file)
    {
        var result = RunBackupCommand("restore", file, "--yes");
        result.ExitCode.ShouldBe(0, result.Error);
    }

    public string PathOf(string file) => Path.Combine(BackupRoot, file);

    /// <summary>Reads all that a restore must bring back: the answers about runs and presets, by route; the rows of paper sessions and their
    /// trades; and the hash of each candle file, by path.</summary>
    public IReadOnlyDictionary<string, string> ReadRestorableState()
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var run in ReadRunIds())
        {
            foreach (var part in (string[])["", "/trades", "/signals", "/equity"])
                Add($"/api/backtests/{run}{part}");
        }

        Add("/api/strategies/presets");
        using var context = Server.Services.GetRequiredService<BokgiDatabase>().Open();
        all["sessions"] = JsonSerializer.Serialize(context.Set<PaperSessionRow>().ToList());
        all["trades"] = JsonSerializer.Serialize(context.Set<PaperTradeRow>().ToList());
        foreach (var file in Directory.EnumerateFiles(Server.DataRoot, "*.parquet", SearchOption.AllDirectories))
            all[Path.GetRelativePath(Server.DataRoot, file)] = Convert.ToHexString(
                System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))
            );
        return all;

        void Add(string path)
        {
            var answer = Server.Get(path);
            answer.Status.ShouldBe(200, path + answer.Text);
            all[path] = answer.Text;
        }
    }

    public IReadOnlyList<string> ReadRunIds()
    {
        var ids = new List<string>();
        for (var total = 1; ids.Count < total; )
        {
            var page = Server.Get($"/api/backtests/history?limit=100&offset={ids.Count}");
            total = page["total"].GetInt32();
            ids.AddRange(page["items"].EnumerateArray().Select(run => run.GetProperty("run_id").GetString()!));
        }

        return ids;
    }

    public void Dispose()
    {
        Server.Dispose();
    }
}
