using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Bokgi.UnitTests;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Tasks;

/// <summary>
/// Two hundred concurrent clients, none of which gets an error. Times are printed, not asserted. Half of the clients run backtests over a month
/// of candles, and half only read. With BOKGI_SOAK=1, every client runs backtests over a year, for ten times as many rounds.
/// </summary>
public sealed class LoadTests(ITestOutputHelper output)
{
    private const int Clients = 200;
    private const int WarmUpRounds = 2;
    private const double MaximumMemoryGrowth = 1.1;
    private const int ReadsPerRound = 5;

    private static readonly int Rounds = Installation.IsSoak ? 40 : 4;

    // The pause between two polls of a client. Without it, the times would mostly show how many clients poll.
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    private static readonly string Body =
        $$"""{"strategy":"volume_zone_breakout","symbols":["BTC_KRW"],"start_date":"2024-01-01","end_date":"{{(Installation.IsSoak ? "2024-12-31" : "2024-01-31")}}","timeframe":"1H"}""";

    private readonly ConcurrentDictionary<string, ConcurrentQueue<double>> times = new();
    private readonly ConcurrentQueue<string> errors = [];

    [Fact]
    public async Task Server_UnderTwoHundredClients_AnswersAllWithoutMemoryGrowth()
    {
        using var installation = new Installation(string.Empty, SharedData.Require("lake"));
        var server = installation.StartServer(concurrency: 2);
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Clients })
        {
            BaseAddress = installation.Address,
            Timeout = TestTimeout.Value,
        };
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(i => WorkAsync(client, i, WarmUpRounds)));
        errors.ShouldBeEmpty();
        times.Clear();

        var watch = Stopwatch.StartNew();
        var residentBytes = new List<long>();
        for (var round = 0; round < Rounds; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, Clients).Select(i => WorkAsync(client, i, rounds: 1)));
            residentBytes.Add(server.ResidentBytes);
        }

        errors.ShouldBeEmpty();
        foreach (var (requestName, milliseconds) in times.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            output.WriteLine(Summarize(requestName, [.. milliseconds.Order()], watch.Elapsed));
        // A single reading depends on when garbage is collected. A leak lifts even the lowest reading of the second half above all of the first half.
        var (firstHalfMaximum, secondHalfMinimum) = (residentBytes.Take(Rounds / 2).Max(), residentBytes.Skip(Rounds / 2).Min());
        output.WriteLine(
            FormattableString.Invariant(
                $"resident memory at most {firstHalfMaximum >> 20} MiB in the first half, at least {secondHalfMinimum >> 20} MiB in the second"
            )
        );
        ((double)secondHalfMinimum / firstHalfMaximum).ShouldBeLessThan(MaximumMemoryGrowth);
    }

    private static string Summarize(string requestName, double[] sorted, TimeSpan duration) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{requestName}: {sorted.Length / duration.TotalSeconds:0}/s, median {sorted[sorted.Length / 2]:0.0} ms, p99 {sorted[sorted.Length * 99 / 100]:0.0} ms"
        );

    // What one client does in a number of rounds: sends synchronous runs, submits tasks and polls them to their end, and reads the history.
    private async Task WorkAsync(HttpClient client, int clientNumber, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            // Half of the clients only read, except in the soak test. Half of the others also send a synchronous run.
            if ((clientNumber + round) % 4 == 0)
                await SendAsync(client, "run", HttpMethod.Post, "/api/backtests/run", 200, 429); // 429 if too many run at once
            else if (!Installation.IsSoak && (clientNumber + round) % 4 != 1)
            {
                await ReadHistoryAsync(client);
                continue;
            }

            var submitted = await SendAsync(client, "run-async", HttpMethod.Post, "/api/backtests/run-async", 202);
            if (submitted is not { } task)
                return;
            var id = task.GetProperty("task_id").GetString();
            using var timer = new PeriodicTimer(PollInterval);
            var status = "queued";
            while (status is "queued" or "running")
            {
                await SendAsync(client, "history", HttpMethod.Get, "/api/backtests/history?limit=5", 200);
                if (await SendAsync(client, "status", HttpMethod.Get, $"/api/backtests/status/{id}", 200) is not { } answer)
                    return;
                status = answer.GetProperty("status").GetString()!;
                if (status is "failed" or "cancelled")
                    errors.Enqueue(answer.GetRawText());
                await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            }
        }
    }

    private async Task ReadHistoryAsync(HttpClient client)
    {
        using var timer = new PeriodicTimer(PollInterval);
        for (var read = 0; read < ReadsPerRound; read++)
        {
            await SendAsync(client, "history", HttpMethod.Get, "/api/backtests/history?limit=5", 200);
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    private async Task<JsonElement?> SendAsync(
        HttpClient client,
        string requestName,
        HttpMethod method,
        string path,
        params int[] expectedStatuses
    )
    {
        var watch = Stopwatch.StartNew();
        using var request = new HttpRequestMessage(method, path);
        if (method == HttpMethod.Post)
            request.Content = new StringContent(Body, Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        times.GetOrAdd(requestName, _ => []).Enqueue(watch.Elapsed.TotalMilliseconds);
        if (expectedStatuses.Contains((int)response.StatusCode))
            return JsonDocument.Parse(text).RootElement;
        errors.Enqueue($"{requestName}: {(int)response.StatusCode} {text}");
        return null;
    }
}
