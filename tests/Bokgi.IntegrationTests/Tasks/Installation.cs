using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Json;
using Bokgi.Host.Platform.Settings;
using Bokgi.Host.Runs.Requests;
using Bokgi.Host.Storage;
using Bokgi.Host.Tasks;
using Bokgi.Host.Tasks.Store;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.IntegrationTests.Http;
using Bokgi.IntegrationTests.Scripts;
using Bokgi.IntegrationTests.Store;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Tasks;

/// <summary>A server and workers in their own processes, which share a lake, a state folder and a database. Dispose ends the processes.</summary>
/// <param name="databaseUrl">DATABASE_URL; empty for SQLite.</param>
/// <param name="sharedDataRoot">DATA_ROOT of a shared lake, which is only read; null for a lake of this installation.</param>
/// <param name="settings">More settings for all processes.</param>
internal sealed class Installation(string databaseUrl, string? sharedDataRoot = null, IReadOnlyDictionary<string, string>? settings = null)
    : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    private readonly TemporaryFolder folder = new();
    private readonly List<WatchedProcess> processes = [];
    private HttpClient? client;

    /// <summary>Whether the long versions of tests run (BOKGI_SOAK=1).</summary>
    public static bool IsSoak => Environment.GetEnvironmentVariable("BOKGI_SOAK") == "1";

    public string DataRoot => sharedDataRoot ?? folder.PathOf("data");

    public string StateRoot => folder.PathOf("state");

    /// <summary>A folder for a lake with other candles.</summary>
    public string OtherDataRoot => folder.PathOf("other");

    /// <summary>The settings of the processes; a test uses them to read tasks and runs.</summary>
    public HostSettings Settings => ReadSettings(DataRoot);

    public BokgiDatabase Database => new(Settings);

    /// <summary>Steps that are running or queued.</summary>
    public IReadOnlyList<StepLeaseView> UnfinishedSteps()
    {
        var events = new Host.Platform.Events.Store.EventLog(TimeProvider.System);
        return new StepLeaseStore(Database, events, TimeProvider.System).ListActiveAsync().GetAwaiter().GetResult();
    }

    public TestRunStorage Runs => new(Database, Settings, TimeProvider.System, ObjectStores.TryOpenS3(Settings));

    /// <summary>Where the server listens.</summary>
    public Uri Address => client!.BaseAddress!;

    /// <summary>The folders of pieces that have not been removed yet.</summary>
    public IReadOnlyList<string> PieceFolders =>
        Directory.Exists(Path.Combine(StateRoot, "results", ".pieces"))
            ? [.. Directory.GetDirectories(Path.Combine(StateRoot, "results", ".pieces")).SelectMany(Directory.GetDirectories)]
            : [];

    /// <summary>A backtest on one-minute candles over the whole range of <see cref="MinuteLake"/>.</summary>
    public static BacktestForm MinuteBacktest(params IReadOnlyList<string> symbols) =>
        new()
        {
            Strategy = "volume_zone_breakout",
            Symbols = symbols,
            StartDate = "2024-01-01",
            EndDate = "2025-12-31",
            Timeframe = "1M",
        };

    /// <summary>Starts the server and waits until it listens.</summary>
    /// <param name="concurrency">How many steps the server itself executes at a time; 0 for none.</param>
    /// <param name="port">The port that the server listens on; 0 for any free one.</param>
    /// <param name="runSyncSeconds">RUN_SYNC_SECONDS: runs estimated to take longer become tasks.</param>
    /// <param name="extraSettings">Settings that override those of the installation.</param>
    public WatchedProcess StartServer(
        int concurrency = 0,
        int port = 0,
        int runSyncSeconds = 10,
        params IEnumerable<KeyValuePair<string, string>> extraSettings
    )
    {
        Directory.CreateDirectory(DataRoot);
        var server = Start(
            DataRoot,
            [
                new("PORT", $"{port}"),
                new("SERVER_CONCURRENCY", $"{concurrency}"),
                new("RUN_SYNC_SECONDS", $"{runSyncSeconds}"),
                .. extraSettings,
            ],
            "serve"
        );
        Connect(server);
        return server;
    }

    /// <summary>Makes this the server to which all following requests are sent.</summary>
    public void Connect(WatchedProcess server)
    {
        client?.Dispose();
        client = new HttpClient { BaseAddress = new Uri(server.WaitForLine("listening on ")), Timeout = TestTimeout.Value };
    }

    /// <summary>Starts a worker; <see cref="WaitForName"/> waits until it is ready.</summary>
    /// <param name="concurrency">How many steps the worker executes at a time.</param>
    /// <param name="dataRoot">A lake that only this worker reads; null for the installation's.</param>
    /// <param name="heartbeatSeconds">Seconds between heartbeats.</param>
    /// <param name="stateRoot">Name of a state folder that only this worker uses, as if on another machine; null for the installation's.</param>
    public WatchedProcess StartWorker(int concurrency = 1, string? dataRoot = null, int heartbeatSeconds = 1, string? stateRoot = null) =>
        Start(
            dataRoot ?? DataRoot,
            stateRoot is null ? [] : [new("STATE_ROOT", folder.PathOf(stateRoot))],
            "worker",
            "--concurrency",
            $"{concurrency}",
            "--heartbeat-seconds",
            $"{heartbeatSeconds}"
        );

    /// <summary>Starts a command of the program with the same settings.</summary>
    public WatchedProcess StartCommand(params string[] arguments) => Start(DataRoot, [], arguments);

    /// <summary>Waits until the worker is ready, and returns its name.</summary>
    public static string WaitForName(WatchedProcess worker) => worker.WaitForLine("working: ").Split(',')[0];

    public HttpAnswer Get(string path) => Send(HttpMethod.Get, path);

    public HttpAnswer Send(HttpMethod method, string path, object? body = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(JsonSerializer.Serialize(body, JsonFormat.Compact), Encoding.UTF8, "application/json");
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var response = client!.Send(request);
        return HttpAnswer.FromResponse(response);
    }

    /// <summary>Submits a run and returns the task's id.</summary>
    public string Submit(BacktestForm form, string? key = null)
    {
        var answer = Send(HttpMethod.Post, "/api/backtests/run-async", form, key);
        answer.Status.ShouldBe(202, answer.Text);
        return answer["task_id"].GetString()!;
    }

    /// <summary>Asks the server for the status of a task.</summary>
    public HttpAnswer Status(string task)
    {
        var answer = Get($"/api/backtests/status/{task}");
        answer.Status.ShouldBe(200, answer.Text);
        return answer;
    }

    /// <summary>Waits until a task ends, and checks that it ended with this status.</summary>
    public HttpAnswer WaitForEnd(string task, string status = "completed")
    {
        var answer = Status(task);
        WaitUntil(
            () =>
            {
                answer = Status(task);
                return answer["status"].GetString() is not ("queued" or "running");
            },
            $"end of {task}"
        );
        answer["status"].GetString().ShouldBe(status, answer.Text + AllOutput());
        return answer;
    }

    /// <summary>Steps that workers are running.</summary>
    public IReadOnlyList<StepLeaseView> RunningSteps() => [.. UnfinishedSteps().Where(step => step.State == StepState.Running)];

    /// <summary>Waits for a condition and returns how long that took.</summary>
    public TimeSpan WaitUntil(Func<bool> condition, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > TestTimeout.Value)
                Assert.Fail($"timed out waiting for {what}: {AllOutput()}");
            TestContext.Current.CancellationToken.WaitHandle.WaitOne(PollInterval);
        }

        return watch.Elapsed;
    }

    public void Dispose()
    {
        client?.Dispose();
        foreach (var process in processes)
            process.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Dispose();
    }

    private string AllOutput() => string.Join('\n', processes.Select((process, i) => $"\n[{i}]\n{process.AllOutput()}"));

    private HostSettings ReadSettings(string dataRoot)
    {
        var values = (settings ?? new Dictionary<string, string>()).ToDictionary(setting => setting.Key, setting => (string?)setting.Value);
        values["STATE_ROOT"] = StateRoot;
        values["DATABASE_URL"] = databaseUrl;
        return HostSettings.Read(dataRoot, new ConfigurationBuilder().AddInMemoryCollection(values).Build());
    }

    private WatchedProcess Start(string dataRoot, IEnumerable<KeyValuePair<string, string>> overrides, params string[] arguments)
    {
        Directory.CreateDirectory(StateRoot);
        var processSettings = new Dictionary<string, string>(settings ?? new Dictionary<string, string>())
        {
            ["DATA_ROOT"] = dataRoot,
            ["STATE_ROOT"] = StateRoot,
            ["DATABASE_URL"] = databaseUrl,
        };
        foreach (var (name, value) in overrides)
            processSettings[name] = value;
        Directory.CreateDirectory(processSettings["STATE_ROOT"]);
        var process = WatchedProcess.StartBokgi(processSettings, arguments);
        processes.Add(process);
        return process;
    }
}
