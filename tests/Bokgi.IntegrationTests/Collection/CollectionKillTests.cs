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
/// Collections from a fake exchange with faults, killed twice: three days of one-minute candles of five markets, or thirty with
/// BOKGI_SOAK=1.
/// </summary>
public sealed class CollectionKillTests : IDisposable
{
    private const string Faults = "429=0.02,429-bare=0.01,5xx=0.03,cut=0.03,bad-json=0.02,slow=0.005";
    private const int MostPerSecond = 10;

    private static readonly string[] Symbols = ["BTC_KRW", "DOGE_KRW", "ETH_KRW", "SOL_KRW", "XRP_KRW"];
    private static readonly string[] Minutes = ["1M"];

    private readonly TemporaryFolder folder = new();
    private readonly FakeUpbit fake = new(Faults);
    private readonly Random random = new(20_261_126);

    private static (string Start, string End) Days => Installation.IsSoak ? ("2025-09-02", "2025-10-01") : ("2025-09-20", "2025-09-22");

    // The number of requests that the whole collection takes.
    private static int Pages => Symbols.Length * (Installation.IsSoak ? 216 : 22);

    public void Dispose()
    {
        fake.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Collect_KilledTwice_EndsAsTheExchangesCandles()
    {
        for (var kill = 0; kill < 2; kill++)
        {
            using var killed = Start();
            KillWithin(killed);
        }

        using var last = Start();
        last.WaitUntil(() => last.Lines.Any(line => line == "}"), "outcome");
        last.WaitForEnd().ShouldBe(0, last.Everything());

        var outcome = JsonElement.Parse(string.Join('\n', last.Lines));
        outcome.GetProperty("failed").GetInt32().ShouldBe(0);
        outcome.GetProperty("series").GetArrayLength().ShouldBe(Symbols.Length);
        ShouldBeTheTruth(folder.Path);
        ShouldHaveKeptTheLimits();
    }

    [Fact]
    public void Task_ServerKilledTwice_EndsAsTheExchangesCandles()
    {
        using var house = new Installation(databaseUrl: string.Empty, settings: fake.Settings);
        var server = house.StartServer(concurrency: 2);
        var (start, end) = Days;
        var form = new
        {
            symbols = Symbols,
            timeframes = Minutes,
            start_date = start,
            end_date = end,
        };
        var taken = house.Send(HttpMethod.Post, "/api/data/collect", form, key: "once");
        taken.Status.ShouldBe(202, taken.Text);
        var task = taken["task_id"].GetString()!;
        for (var kill = 0; kill < 2; kill++)
        {
            KillWithin(server);
            server = house.StartServer(concurrency: 2);
        }

        house.Send(HttpMethod.Post, "/api/data/collect", form, key: "once")["task_id"].GetString().ShouldBe(task);
        var result = house.WaitForEnd(task);

        result["result", "failed"].GetInt32().ShouldBe(0);
        ShouldBeTheTruth(house.DataRoot);
        ShouldHaveKeptTheLimits();
    }

    private WatchedProcess Start()
    {
        var (start, end) = Days;
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

    private void KillWithin(WatchedProcess process)
    {
        var until = Requests() + random.Next(1, Pages / 3);
        process.WaitUntil(() => Requests() >= until, $"request {until}");
        process.Signal("KILL");
        process.WaitForEnd().ShouldBe(137);
    }

    private int Requests() => fake.Measures().GetProperty("requests").EnumerateObject().Sum(group => group.Value.GetInt32());

    private static void ShouldBeTheTruth(string root)
    {
        var lake = new CandleLake(root);
        KoreanTime.TryParseRange(Days.Start, Days.End, out var range, out _).ShouldBeTrue();
        foreach (var symbol in Symbols)
        {
            var stored = FakeUpbit.Rows(lake, symbol, Timeframe.OneMinute, TimeRange.All);
            stored.ShouldBe(FakeUpbit.Truth(symbol, Timeframe.OneMinute, range), symbol);
            lake.Collected(Symbol.Parse(symbol), Timeframe.OneMinute)!.Answered.ShouldBe([range]);
        }
    }

    private void ShouldHaveKeptTheLimits()
    {
        var measures = fake.Measures();
        TestContext.Current.TestOutputHelper?.WriteLine(measures.ToString());
        measures.GetProperty("max_per_second").EnumerateObject().ShouldAllBe(group => group.Value.GetInt32() <= MostPerSecond);
    }
}
