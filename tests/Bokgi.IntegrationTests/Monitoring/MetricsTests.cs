using System.Text.RegularExpressions;
using Bokgi.Host.Health;
using Bokgi.Host.Platform.Keys;
using Bokgi.IntegrationTests.Http;
using Bokgi.UnitTests;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Monitoring;

/// <summary>GET /metrics, and the files under deploy/monitoring that query it.</summary>
public sealed partial class MetricsTests : IDisposable
{
    private const string RunBody =
        """{"strategy":"volume_long_candle","symbols":["BTC_KRW"],"start_date":"2024-01-01","end_date":"2024-01-02","timeframe":"1H"}""";

    private readonly ApiKeyServer apiServer = new();

    public void Dispose() => apiServer.Dispose();

    [Fact]
    public void Metrics_NoKey_IsRefusedAndAnyRoleMayRead()
    {
        apiServer.Send("GET", "/metrics").Status.ShouldBe(401);
        var answer = apiServer.Send("GET", "/metrics", ApiKeyServer.Secret(Role.Viewer));
        (answer.Status, answer.MediaType).ShouldBe((200, "text/plain"));
    }

    [Fact]
    public async Task Metrics_AfterARun_CountIt()
    {
        SampleLake.WriteHours(apiServer.Server.DataRoot, "BTC_KRW", 48);
        var before = ReadValue("bokgi_run_candles_total");

        apiServer.Send("POST", "/api/backtests/run", ApiKeyServer.Secret(Role.Trader), body: RunBody).Status.ShouldBe(200);

        // The run reads 39 hourly candles: in Korean time, from 9:00 of the first day to the end of the second. /metrics repeats its last
        // answer for 0.3 s.
        apiServer.Server.WaitUntil(() => ReadValue("bokgi_run_candles_total") >= before + 39);
        ReadText().ShouldContain("""bokgi_runs_total{otel_scope_name="Bokgi",strategy="volume_long_candle"}""");
        // A request is counted after its answer.
        apiServer.Server.WaitUntil(() => ReadText().Contains("http_server_request_duration_seconds_count", StringComparison.Ordinal));
        await CheckHealthAsync();
        ReadValue("bokgi_workers_alive").ShouldBeGreaterThanOrEqualTo(0);
        ReadText().ShouldContain("""bokgi_health_level{otel_scope_name="Bokgi",check="database"}""");
    }

    // Every metric in the queries of Prometheus' rules and of Grafana's dashboard must exist under that name.
    [Fact]
    public async Task DeployFiles_EveryQuery_NamesMetricsThatExist()
    {
        SampleLake.WriteHours(apiServer.Server.DataRoot, "BTC_KRW", 48);
        apiServer.Send("POST", "/api/backtests/run", ApiKeyServer.Secret(Role.Trader), body: RunBody).Status.ShouldBe(200);
        apiServer.Send("POST", "/api/backtests/run-async", ApiKeyServer.Secret(Role.Trader), body: RunBody).Status.ShouldBe(202);
        apiServer
            .Send(
                "POST",
                "/api/simulation/start",
                ApiKeyServer.Secret(Role.Trader),
                body: """{"symbols":["BTC_KRW"],"strategies":{"BTC_KRW":[{"strategy_name":"volume_long_candle"}]}}"""
            )
            .Status.ShouldBeInRange(200, 201);
        await CheckHealthAsync();
        apiServer.Server.WaitUntil(() => ReadText().Contains("bokgi_task_steps_total", StringComparison.Ordinal));

        var folder = Path.Combine(SharedData.RepositoryRoot, "deploy", "monitoring");
        var text = ReadText();
        // The pattern MetricName also matches the names of labels, such as http_response_status_code, so the names of labels are known names too.
        var knownNames = TypeLine().Matches(text).Concat(LabelName().Matches(text)).Select(match => match.Groups["name"].Value).ToHashSet();
        var queriedNames = Directory
            .GetFiles(folder, "*", SearchOption.AllDirectories)
            .SelectMany(file =>
                MetricName().Matches(File.ReadAllText(file)).Select(match => (File: Path.GetFileName(file), Name: match.Value))
            )
            .Distinct()
            .ToList();

        queriedNames.Select(each => each.File).Distinct().Count().ShouldBe(2, "the rules and the dashboard have queries");
        queriedNames.Count.ShouldBeGreaterThan(20);
        queriedNames.Where(each => !knownNames.Contains(HistogramSuffix().Replace(each.Name, string.Empty))).ShouldBeEmpty();
    }

    private Task CheckHealthAsync() =>
        apiServer.Server.Services.GetRequiredService<HealthMonitor>().CheckAsync(TestContext.Current.CancellationToken);

    private string ReadText() => apiServer.Send("GET", "/metrics", ApiKeyServer.Secret(Role.Viewer)).Text;

    private double ReadValue(string name) =>
        ReadText()
            .Split('\n')
            .Where(line => line.StartsWith($"{name}{{", StringComparison.Ordinal))
            .Select(line => double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture))
            .FirstOrDefault();

    [GeneratedRegex("^# TYPE (?<name>\\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex TypeLine();

    [GeneratedRegex("(?<name>[a-z_]+)=\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex LabelName();

    [GeneratedRegex("\\b(bokgi|http|dotnet|kestrel)_[a-z0-9_]+", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex MetricName();

    [GeneratedRegex("_(bucket|count|sum)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex HistogramSuffix();
}
