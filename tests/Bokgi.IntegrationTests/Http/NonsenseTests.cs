using System.Collections.Concurrent;
using System.Security.Cryptography;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

/// <summary>Whatever is asked, the server answers and writes nowhere but in its state.</summary>
public sealed class NonsenseTests(ITestOutputHelper output) : IDisposable
{
    private const int SoakRequests = 100_000;

    private readonly HttpServer server = new();
    private readonly ConcurrentDictionary<int, int> statuses = new();
    private int bound;

    public void Dispose() => server.Dispose();

    [Fact]
    public void AnyRequest_OverAllRoutes_IsAnsweredAndTouchesNothingElse()
    {
        SmallLake.WriteHours(server.DataRoot, "BTC_KRW", 200);
        SmallLake.WriteHours(server.DataRoot, "ETH_KRW", 150, (i, candle) => i % 50 == 3 ? candle with { Low = candle.High + 1 } : candle);
        Directory.CreateDirectory(Path.Combine(server.DataRoot, "BAD_KRW", "1H"));
        File.WriteAllText(Path.Combine(server.DataRoot, "BAD_KRW", "1H", "2024.parquet"), "none");
        File.WriteAllText(Path.Combine(server.Folder, "secret.txt"), "beside the roots");
        var run = server.Run(
            """{"strategy":"volume_zone_breakout","symbols":["BTC_KRW","ETH_KRW"],"start_date":"2024-01-01","end_date":"2024-12-31","timeframe":"1H"}"""
        );
        var before = Outside();
        var count = Environment.GetEnvironmentVariable("BOKGI_SOAK") == "1" ? SoakRequests : SoakRequests / 10;

        NonsenseGenerators.Any.Sample(request => Ask(request, run["run_id"].GetString()!), iter: count, threads: 4);

        output.WriteLine(
            $"{count} requests, {bound} of them bound: {string.Join(", ", statuses.OrderBy(each => each.Key).Select(each => $"{each.Value} × {each.Key}"))}"
        );
        bound.ShouldBeGreaterThan(count / 2);
        foreach (var status in (int[])[200, 404, 422])
            statuses[status].ShouldBeGreaterThan(count / 50);
        Outside().ShouldBe(before);
        server.Get("/health/ready").Status.ShouldBe(200);
    }

    private void Ask(NonsenseRequest request, string runId)
    {
        using var limit = new CancellationTokenSource(TestTimeout.Value);
        var answer = server.Send(
            new HttpMethod(request.Method),
            request.Path.Replace("RUN", runId, StringComparison.Ordinal),
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

        answer.Text.ShouldNotContain("root:x:");
        if (request.Binds)
        {
            answer.Status.ShouldNotBe(415);
            answer.Text.ShouldNotContain("is not a field of this request");
            Interlocked.Increment(ref bound);
        }

        statuses.AddOrUpdate(answer.Status, 1, (_, seen) => seen + 1);
    }

    // Every file but those of the state, with what is in it.
    private IReadOnlyList<string> Outside() =>
        [
            .. Directory
                .EnumerateFiles(server.Folder, "*", SearchOption.AllDirectories)
                .Where(path => !path.StartsWith(server.StateRoot + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(path => $"{path} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))}"),
        ];
}
