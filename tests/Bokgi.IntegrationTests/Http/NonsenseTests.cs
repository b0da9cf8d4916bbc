using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Bokgi.Host.Platform.Keys;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.IntegrationTests.Scripts;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

/// <summary>The server answers every request, however little sense it makes, and writes only to its state folder.</summary>
public sealed class NonsenseTests(ITestOutputHelper output) : IDisposable
{
    private const int SoakRequests = 100_000;
    private const int MutationCount = 2_000;
    private const long MaximumGrowth = 200 << 20; // 200 MiB

    private readonly HttpServer server = new();
    private readonly ConcurrentDictionary<int, int> statuses = new();
    private int validatedRequests;

    // A valid body for each route that reads one. Only the body for starting a session is invalid (its exchange, costs and timeframe are
    // unknown), because a session that starts would keep running.
    private static readonly Dictionary<string, string> ValidBodies = new()
    {
        ["POST /api/session"] = """{"key":"viewer-secret-0001"}""",
        ["POST /api/strategies/presets"] =
            """{"name":"slow","strategy":"volume_zone_breakout","params":{"volume_window":60},"description":"매물대"}""",
        ["PUT /api/strategies/presets/{name}"] =
            """{"name":"balanced","strategy":"volume_long_candle","params":{"body_pct":0.02},"description":null}""",
        ["POST /api/backtests/run"] =
            """{"strategy":"volume_long_candle","symbols":["BTC_KRW","ETH_KRW"],"start_date":"2024-01-01","end_date":"2024-01-05","timeframe":"1H","params":{"vol_ma_window":20},"overrides":{"ETH_KRW":{"body_pct":0.02}},"costs":"upbit","fee_rate":0.001,"sizing":{"kind":"equity_fraction","value":0.5},"stop_loss_pct":0.02,"warmup":3,"strict":false,"description":"복기","tags":["one","two"]}""",
        ["POST /api/backtests/run-async"] =
            """{"strategy":"volume_zone_breakout","symbols":["BTC_KRW"],"start_date":"2024-01-01","end_date":"2024-01-05","timeframe":"1H","params":{"volume_window":10,"top_percentile":0.2}}""",
        ["PATCH /api/backtests/{run_id}"] = """{"description":"Before the halving","tags":["study","a"]}""",
        ["PATCH /api/backtests/{run_id}/symbols/{symbol}"] = """{"is_active":true}""",
        ["POST /api/data/collect"] = """{"symbols":["BTC_KRW"],"timeframes":["1H","1D"],"exchange":"upbit","days":2}""",
        ["POST /api/simulation/start"] =
            """{"symbols":["BTC_KRW"],"exchange":"nowhere","strategies":{"BTC_KRW":[{"strategy_name":"volume_zone_breakout","params":{"volume_window":60}}]},"costs":"none","timeframe":"7H","initial_cash":1000000,"quantity_step":0.0001}""",
        ["POST /api/simulation/stop"] = """{"session_id":"none","close_positions":true}""",
        ["PATCH /api/simulation/sessions/{session_id}/symbols/{symbol}"] = """{"is_enabled":false}""",
        ["POST /api/v1/monitoring/backups"] = """{"type":"cleanup"}""",
        ["POST /api/v1/monitoring/backups/verify"] = """{"file":"results/none.tar.gz"}""",
    };

    public void Dispose() => server.Dispose();

    [Fact]
    public void AnyRequest_OnAnyRoute_IsAnsweredAndChangesNoFileOutsideTheState()
    {
        SampleLake.WriteHours(server.DataRoot, "BTC_KRW", 200);
        SampleLake.WriteHours(server.DataRoot, "ETH_KRW", 150, (i, candle) => i % 50 == 3 ? candle with { Low = candle.High + 1 } : candle);
        Directory.CreateDirectory(Path.Combine(server.DataRoot, "BAD_KRW", "1H"));
        File.WriteAllText(Path.Combine(server.DataRoot, "BAD_KRW", "1H", "2024.parquet"), "none");
        File.WriteAllText(Path.Combine(server.Folder, "secret.txt"), "beside the roots");
        var run = server.RunBacktest(
            """{"strategy":"volume_zone_breakout","symbols":["BTC_KRW","ETH_KRW"],"start_date":"2024-01-01","end_date":"2024-12-31","timeframe":"1H"}"""
        );
        var before = FilesOutsideState();
        var count = Environment.GetEnvironmentVariable("BOKGI_SOAK") == "1" ? SoakRequests : SoakRequests / 10;

        NonsenseGenerators.AnyRequest.Sample(request => SendAndCheck(request, run["run_id"].GetString()!), iter: count, threads: 4);

        output.WriteLine(
            $"{count} requests, {validatedRequests} of them reach validation: {string.Join(", ", statuses.OrderBy(entry => entry.Key).Select(entry => $"{entry.Value} × {entry.Key}"))}"
        );
        validatedRequests.ShouldBeGreaterThan(count / 2);
        foreach (var status in (int[])[200, 404, 422])
            statuses[status].ShouldBeGreaterThan(count / 50);
        FilesOutsideState().ShouldBe(before);
        server.Get("/health/ready").Status.ShouldBe(200);
    }

    [Fact]
    public async Task AnyMutationOfAValidBody_OnAnyRouteThatReadsOne_IsAnsweredInLimitedMemory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the peak is read from /proc");
        using var folder = new TemporaryFolder();
        SampleLake.WriteHours(folder.PathOf("data"), "BTC_KRW", 200);
        SampleLake.WriteHours(folder.PathOf("data"), "ETH_KRW", 150);
        using var process = WatchedProcess.StartBokgi(SettingsOf(folder), "serve");
        using var http = new HttpClient { BaseAddress = new Uri(process.WaitForLine("listening on ")), Timeout = TimeSpan.FromMinutes(5) };
        var paths = await ReadPathsAsync(http);
        var bodies = paths.Keys.Select(route => Encoding.UTF8.GetBytes(ValidBodies[route])).ToList();
        var mutatedRequests = Gen.OneOf([
            .. paths.Select(path =>
                MutatedBodies
                    .MutationsOf(Encoding.UTF8.GetBytes(ValidBodies[path.Key]), bodies)
                    .Select(body => (path.Key.Split(' ')[0], path.Value, body))
            ),
        ]);
        var count = Environment.GetEnvironmentVariable("BOKGI_SOAK") == "1" ? SoakRequests : MutationCount;
        // Warm-up: compiles code and fills pools.
        mutatedRequests.Sample(mutation => SendMutationAndCheck(http, mutation, folder), iter: MutationCount / 10, threads: 4);
        statuses.Clear();
        var (residentBefore, watch) = (process.ResidentBytes, Stopwatch.StartNew());
        process.ResetPeak();

        mutatedRequests.Sample(mutation => SendMutationAndCheck(http, mutation, folder), iter: count, threads: 4);

        var growth = process.PeakBytes - residentBefore;
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{count} mutations in {watch.Elapsed.TotalSeconds:0} s: {string.Join(", ", statuses.OrderBy(entry => entry.Key).Select(entry => $"{entry.Value} × {entry.Key}"))}; memory from {residentBefore / 1e6:0} MB, grown by {growth / 1e6:0.0} MB"
            )
        );
        foreach (var status in (int[])[200, 413, 422])
            statuses[status].ShouldBeGreaterThan(count / 200);
        growth.ShouldBeLessThan(MaximumGrowth);
        process.Errors.ShouldNotContain(line => line.Contains("exception", StringComparison.OrdinalIgnoreCase));
        (await http.GetAsync("/health", TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
    }

    private static Dictionary<string, string> SettingsOf(TemporaryFolder folder) =>
        new()
        {
            ["DATA_ROOT"] = folder.PathOf("data"),
            ["STATE_ROOT"] = folder.PathOf("state"),
            ["BACKUP_ROOT"] = folder.PathOf("backups"),
            ["PORT"] = "0",
            ["API_KEYS"] = ApiKeyServer.Keys,
            ["SERVER_CONCURRENCY"] = "0",
            ["REQUESTS_PER_SECOND"] = "1000000",
            ["REQUEST_BURST"] = "1000000",
            ["UPBIT_URL"] = "http://127.0.0.1:9",
            ["BINANCE_URL"] = "http://127.0.0.1:9",
        };

    // Reads every operation with a body from the OpenAPI document. Returns the path to request by the name of the operation.
    private static async Task<Dictionary<string, string>> ReadPathsAsync(HttpClient http)
    {
        using var documentRequest = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        documentRequest.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ApiKeyServer.Secret(Role.Admin));
        using var runRequest = new HttpRequestMessage(HttpMethod.Post, "/api/backtests/run");
        runRequest.Headers.Authorization = documentRequest.Headers.Authorization;
        runRequest.Content = new StringContent(ValidBodies["POST /api/backtests/run"], Encoding.UTF8, "application/json");
        using var document = await http.SendAsync(documentRequest, TestContext.Current.CancellationToken);
        using var runResponse = await http.SendAsync(runRequest, TestContext.Current.CancellationToken);
        var runId = HttpAnswer.FromResponse(runResponse)["run_id"].GetString();
        var paths = HttpAnswer
            .FromResponse(document)["paths"]
            .EnumerateObject()
            .SelectMany(path =>
                path.Value.EnumerateObject()
                    .Where(operation => operation.Value.TryGetProperty("requestBody", out _))
                    .Select(operation => (Name: $"{operation.Name.ToUpperInvariant()} {path.Name}", Path: path.Name))
            )
            .ToDictionary(
                operation => operation.Name,
                operation =>
                    operation
                        .Path.Replace("{run_id}", runId, StringComparison.Ordinal)
                        .Replace("{symbol}", "BTC_KRW", StringComparison.Ordinal)
                        .Replace("{name}", "balanced", StringComparison.Ordinal)
                        .Replace("{session_id}", "none", StringComparison.Ordinal)
            );
        paths
            .Keys.Order(StringComparer.Ordinal)
            .ShouldBe(ValidBodies.Keys.Order(StringComparer.Ordinal), "a route that reads a body needs a valid one here");
        return paths;
    }

    // The length of the body serves as a random number. About a tenth of the requests are sent without a key; among these, the server reads
    // the body only on the session route. About a third of all requests are sent without a Content-Length.
    private void SendMutationAndCheck(HttpClient http, (string Method, string Path, byte[] Body) mutation, TemporaryFolder folder)
    {
        using var request = new HttpRequestMessage(new HttpMethod(mutation.Method), mutation.Path);
        if (mutation.Body.Length % 10 != 0)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ApiKeyServer.Secret(Role.Admin));
        request.Content = new ByteArrayContent(mutation.Body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TransferEncodingChunked = mutation.Body.Length % 3 == 0 ? true : null;
        using var response = http.Send(request);
        var answer = HttpAnswer.FromResponse(response);

        answer.Status.ShouldBeLessThan(500, answer.Text);
        if (answer.Status >= 400)
        {
            answer.ShouldBeProblem(answer.Status, string.Empty);
            answer.Text.ShouldNotContain(folder.Path);
            answer.Body.Length.ShouldBeLessThan(50_000);
        }

        statuses.AddOrUpdate(answer.Status, 1, (_, seen) => seen + 1);
    }

    private void SendAndCheck(NonsenseRequest request, string runId)
    {
        using var limit = new CancellationTokenSource(TestTimeout.Value);
        var answer = server.Send(
            new HttpMethod(request.Method),
            request.Path.Replace(NonsenseValues.RunIdPlaceholder, runId, StringComparison.Ordinal),
            request.Body,
            limit.Token
        );

        answer.Status.ShouldBeLessThan(500, answer.Text);
        var isRefusedByKestrel = answer.Status == 400 && request.Path.Contains("%00", StringComparison.Ordinal) && answer.Body.Length == 0;
        if (answer.Status >= 400 && !isRefusedByKestrel)
        {
            answer.ShouldBeProblem(answer.Status, string.Empty);
            answer.Text.ShouldNotContain(server.Folder);
            answer.Body.Length.ShouldBeLessThan(100_000);
        }

        answer.Text.ShouldNotContain("root:x:"); // the content of /etc/passwd
        if (request.ReachesValidation)
        {
            answer.Status.ShouldNotBe(415);
            answer.Text.ShouldNotContain("is not a field of this request");
            Interlocked.Increment(ref validatedRequests);
        }

        statuses.AddOrUpdate(answer.Status, 1, (_, seen) => seen + 1);
    }

    // Every file outside the state folder, with its content.
    private IReadOnlyList<string> FilesOutsideState() =>
        [
            .. Directory
                .EnumerateFiles(server.Folder, "*", SearchOption.AllDirectories)
                .Where(path => !path.StartsWith(server.StateRoot + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(path => $"{path} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))}"),
        ];
}
