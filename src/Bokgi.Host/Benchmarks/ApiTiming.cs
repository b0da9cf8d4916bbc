using System.Net.Http.Headers;

namespace Bokgi.Host.Benchmarks;

/// <summary>Starts a server on a free local port with empty state, and measures its response times.</summary>
internal static class ApiTiming
{
    private const double MillisecondsPerSecond = 1_000;

    public static IReadOnlyList<BenchmarkResult> Measure(MedianTimer timer, Func<HostSettings, WebApplication> buildServer, string folder)
    {
        var key = Guid.NewGuid().ToString("N");
        using var app = buildServer(CreateSettings(folder, key));
        app.Services.GetRequiredService<BokgiDatabase>().Migrate();
        app.Start();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        BenchmarkResult[] results =
        [
            BenchmarkResult.AtMost("api_health", MeasureSeconds(timer, client, "/health") * MillisecondsPerSecond, "ms", target: 5),
            BenchmarkResult.AtMost(
                "api_history",
                MeasureSeconds(timer, client, "/api/backtests/history") * MillisecondsPerSecond,
                "ms",
                target: 20
            ),
        ];
        app.StopAsync().GetAwaiter().GetResult();
        return results;
    }

    private static double MeasureSeconds(MedianTimer timer, HttpClient client, string path) =>
        timer.MeasureSeconds(() =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            using var response = client.Send(request);
            response.EnsureSuccessStatusCode();
        });

    private static HostSettings CreateSettings(string folder, string key)
    {
        Dictionary<string, string?> values = new()
        {
            ["DATA_ROOT"] = folder,
            ["STATE_ROOT"] = folder,
            ["HOST"] = "127.0.0.1",
            ["PORT"] = "0",
            ["API_KEYS"] = $"benchmark:viewer:{key}",
            ["REQUESTS_PER_SECOND"] = "1000000",
            ["REQUEST_BURST"] = "1000000",
        };
        return HostSettings.Read(null, new ConfigurationBuilder().AddInMemoryCollection(values).Build());
    }
}
