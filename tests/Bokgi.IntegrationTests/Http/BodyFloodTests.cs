using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.IntegrationTests.Scripts;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

/// <summary>A server in its own process uses little memory and answers /health while many clients send large invalid bodies.</summary>
public sealed class BodyFloodTests(ITestOutputHelper output) : IDisposable
{
    private const int Clients = 60;
    private const int RequestsPerClient = 3;
    private const int Mebibyte = 1 << 20;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("/api/session", "unknown fields", false)]
    [InlineData("/api/backtests/run", "unknown fields", false)]
    [InlineData("/api/backtests/run", "unknown parameters", false)]
    [InlineData("/api/backtests/run", "overrides", false)]
    [InlineData("/api/backtests/run-async", "numbers", false)]
    [InlineData("/api/simulation/start", "empty strategies", false)]
    [InlineData("/api/simulation/start", "texts", false)]
    [InlineData("/api/backtests/run", "unknown fields", true)]
    [InlineData("/api/backtests/run", "unknown parameters", true)]
    public async Task Server_SixtyClientsEachSendAMebibyteOfNonsense_UsesLittleMemoryAndStaysResponsive(
        string path,
        string kind,
        bool hasSmallHeap
    )
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the peak is read from /proc");
        using var server = WatchedProcess.StartBokgi(Settings(path == "/api/session", hasSmallHeap), "serve");
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 2 * Clients })
        {
            BaseAddress = new Uri(server.WaitForLine("listening on ")),
            Timeout = TimeSpan.FromMinutes(5),
        };
        var body = Encoding.ASCII.GetBytes(Body(kind));
        body.Length.ShouldBeInRange(Mebibyte * 95 / 100, Mebibyte);
        for (var i = 0; i < 5; i++)
            await Post(http, path, body); // warm-up
        (await http.GetAsync("/health", TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        var (residentBefore, watch) = (server.ResidentBytes, Stopwatch.StartNew());
        server.ResetPeak();

        var flood = Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(() => PostRepeatedly(http, path, body))));
        var health = await PollHealth(http, flood);
        var statuses = (await flood).SelectMany(list => list).CountBy(status => status).OrderBy(entry => entry.Key);

        var growth = server.PeakBytes - residentBefore;
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{path} {kind}{(hasSmallHeap ? " in a heap of 200 MB" : string.Empty)}: {string.Join(", ", statuses.Select(entry => $"{entry.Value} × {entry.Key}"))} in {watch.Elapsed.TotalSeconds:0.0} s; memory from {residentBefore / 1e6:0} MB, grown by {growth / 1e6:0.0} MB; /health {health.Count} times, median {health[health.Count / 2]:0.0} ms, p99 {health[health.Count * 99 / 100]:0.0} ms"
            )
        );
        statuses.Select(entry => entry.Key).Except([413, 422, 429]).ShouldBeEmpty();
        if (kind is "unknown parameters" or "overrides" or "texts") // a few such bodies use up the budget for bodies; more are refused
            statuses.ShouldContain(entry => entry.Key == 429);
        growth.ShouldBeLessThan(160 * Mebibyte); // measured: 57 to 120 MB; 416 MB for the overrides without the budget
        (await http.GetAsync("/health", TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        server.Errors.ShouldNotContain(line => line.Contains("xception", StringComparison.Ordinal)); // Exception or exception
    }

    private Dictionary<string, string> Settings(bool hasKeys, bool hasSmallHeap)
    {
        var settings = new Dictionary<string, string>
        {
            ["DATA_ROOT"] = folder.PathOf("data"),
            ["STATE_ROOT"] = folder.PathOf("state"),
            ["PORT"] = "0",
            ["SERVER_CONCURRENCY"] = "0", // no task steps in this process
            ["REQUESTS_PER_SECOND"] = "1000000",
            ["REQUEST_BURST"] = "1000000",
        };
        Directory.CreateDirectory(settings["DATA_ROOT"]);
        if (hasKeys)
            settings["API_KEYS"] = ApiKeyServer.Keys;
        if (hasSmallHeap)
            settings["DOTNET_GCHeapHardLimit"] = "0xC800000"; // 200 MiB
        return settings;
    }

    // Each body has so many items that it is just under a mebibyte. Bodies that must reach validation have fewer than the 20,000 fields that
    // the server allows.
    private static string Body(string kind) =>
        kind switch
        {
            "unknown fields" => $"{{{Items(90_000, i => $"\"f{i:x5}\":0,")}\"a\":0}}".PadRight(Mebibyte),
            "unknown parameters" => (
                """{"strategy":"volume_long_candle","symbols":["BTC_KRW"],"start_date":"2024-01-01","end_date":"2024-01-02","params":{"""
                + Items(19_000, i => $"\"f{i:x45}\":0,")
                + "\"a\":0}}"
            ).PadRight(Mebibyte - 100),
            "overrides" => (
                """{"strategy":"volume_long_candle","symbols":["BTC_KRW"],"overrides":{"""
                + Items(189, i => $"\"S{i}_KRW\":{{{Items(98, j => $"\"f{j:x45}\":0,")}\"a\":0}},")
                + "\"BTC_KRW\":{}}}"
            ).PadRight(Mebibyte - 100),
            "numbers" => $"{{\"symbols\":[{Items(520_000, _ => "0,")}0]}}",
            "empty strategies" => """{"symbols":["BTC_KRW"],"strategies":{"BTC_KRW":[""" + Items(349_000, _ => "{},") + "{}]}}",
            "texts" => """{"symbols":[""" + Items(19_000, i => $"\"{i:x50}\",") + "0]}",
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

    private static string Items(int count, Func<int, string> item) => string.Concat(Enumerable.Range(0, count).Select(item));

    private static async Task<List<int>> PostRepeatedly(HttpClient http, string path, byte[] body)
    {
        var statuses = new List<int>();
        for (var i = 0; i < RequestsPerClient; i++)
            statuses.Add(await Post(http, path, body));
        return statuses;
    }

    private static async Task<int> Post(HttpClient http, string path, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await http.PostAsync(path, content, TestContext.Current.CancellationToken);
        (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length.ShouldBeLessThan(20_000);
        return (int)answer.StatusCode;
    }

    // The times are printed, not asserted: they depend on the machine.
    private static async Task<List<double>> PollHealth(HttpClient http, Task flood)
    {
        var times = new List<double>();
        do
        {
            var began = Stopwatch.GetTimestamp();
            using var answer = await http.GetAsync("/health", TestContext.Current.CancellationToken);
            answer.EnsureSuccessStatusCode();
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        } while (!flood.IsCompleted);

        times.Sort();
        return times;
    }
}
