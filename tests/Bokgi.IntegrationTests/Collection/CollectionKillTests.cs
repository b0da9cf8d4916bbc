using System.Text.Json;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.IntegrationTests.Scripts;
using Bokgi.IntegrationTests.Tasks;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Collection;

/// <summary>
/// Collections of three days of one-minute candles of five markets, or thirty days with BOKGI_SOAK=1. The fake exchange injects faults, and
/// the collecting process is killed twice.
/// </summary>
public sealed class CollectionKillTests : IDisposable
{
    private const string Faults = "429=0.02,429-bare=0.01,5xx=0.03,cut=0.03,bad-json=0.02,slow=0.005";
    private const int MaxPerSecond = 10; // Upbit's limit

    private static readonly string[] Symbols = ["BTC_KRW", "DOGE_KRW", "ETH_KRW", "SOL_KRW", "XRP_KRW"];
    private static readonly string[] OneMinute = ["1M"];

    private readonly TemporaryFolder folder = new();
    private readonly FakeUpbit fake = new(Faults);
    private readonly Random random = new(20_261_126); // a fixed seed, which has no meaning

    private static (string Start, string End) Dates => Installation.IsSoak ? ("2025-09-02", "2025-10-01") : ("2025-09-20", "2025-09-22");

    // The number of requests that the whole collection takes, with 200 candles per response: 30 or 3 days of 1,440 minutes.
    private static int RequestsNeeded => Symbols.Length * (Installation.IsSoak ? 216 : 22);

    public void Dispose()
    {
        fake.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Collect_KilledTwice_EndsWithTheExchangesCandles()
    {
        for (var kill = 0; kill < 2; kill++)
        {
            using var process = StartCollection();
            KillAfterSomeRequests(process);
        }

        using var lastProcess = StartCollection();
        lastProcess.WaitUntil(() => lastProcess.Lines.Any(line => line == "}"), "end of the JSON");
        lastProcess.WaitForEnd().ShouldBe(0, lastProcess.AllOutput());

        var outcome = JsonElement.Parse(string.Join('\n', lastProcess.Lines));
        outcome.GetProperty("failed").GetInt32().ShouldBe(0);
        outcome.GetProperty("series").GetArrayLength().ShouldBe(Symbols.Length);
        ShouldHaveTheExchangesCandles(folder.Path);
        ShouldHaveRespectedTheLimits();
    }

    [Fact]
    public void Task_ServerKilledTwice_EndsWithTheExchangesCandles()
    {
        using var installation = new Installation(databaseUrl: string.Empty, settings: fake.Settings);
        var server = installation.StartServer(concurrency: 2);
        var (start, end) = Dates;
        var form = new
        {
            symbols = Symbols,
            timeframes = OneMinute,
            start_date = start,
            end_date = end,
        };
        var accepted = installation.Send(HttpMethod.Post, "/api/data/collect", form, key: "once");
        accepted.Status.ShouldBe(202, accepted.Text);
        var task = accepted["task_id"].GetString()!;
        for (var kill = 0; kill < 2; kill++)
        {
            KillAfterSomeRequests(server);
            server = installation.StartServer(concurrency: 2);
        }

        installation.Send(HttpMethod.Post, "/api/data/collect", form, key: "once")["task_id"].GetString().ShouldBe(task);
        var result = installation.WaitForEnd(task);

        result["result", "failed"].GetInt32().ShouldBe(0);
        ShouldHaveTheExchangesCandles(installation.DataRoot);
        ShouldHaveRespectedTheLimits();
    }

    private WatchedProcess StartCollection()
    {
        var (start, end) = Dates;
        string[] arguments =
        [
            "collect",
            "--symbols",
            string.Join(',', Symbols),
            "--timeframes",
            "1M",
            "--start",
            start,
            "--end",
            end,
            "--json",
            "--data-root",
            folder.Path,
        ];
        return WatchedProcess.StartBokgi(fake.Settings, arguments);
    }

    private void KillAfterSomeRequests(WatchedProcess process)
    {
        var targetCount = RequestCount() + random.Next(1, RequestsNeeded / 3);
        process.WaitUntil(() => RequestCount() >= targetCount, $"request {targetCount}");
        process.Signal("KILL");
        process.WaitForEnd().ShouldBe(137, "128 + SIGKILL");
    }

    private int RequestCount() => fake.GetStatistics().GetProperty("requests").EnumerateObject().Sum(group => group.Value.GetInt32());

    private static void ShouldHaveTheExchangesCandles(string root)
    {
        var lake = new CandleLake(root);
        KoreanTime.TryParseRange(Dates.Start, Dates.End, out var range, out _).ShouldBeTrue();
        foreach (var symbol in Symbols)
        {
            var stored = FakeUpbit.StoredCandles(lake, symbol, Timeframe.OneMinute, TimeRange.All);
            stored.ShouldBe(FakeUpbit.ExpectedCandles(symbol, Timeframe.OneMinute, range), symbol);
            lake.GetCollectionRecord(Symbol.Parse(symbol), Timeframe.OneMinute)!.CoveredRanges.ShouldBe([range]);
        }
    }

    private void ShouldHaveRespectedTheLimits()
    {
        var statistics = fake.GetStatistics();
        TestContext.Current.TestOutputHelper?.WriteLine(statistics.ToString());
        statistics.GetProperty("max_per_second").EnumerateObject().ShouldAllBe(group => group.Value.GetInt32() <= MaxPerSecond);
    }
}
