using Bokgi.IntegrationTests.Http;
using Bokgi.IntegrationTests.Scripts;
using Bokgi.IntegrationTests.Tasks;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Collection;

/// <summary>Collections submitted to a server, with and without an exchange.</summary>
public sealed class CollectionTaskTests
{
    private static readonly string[] Minutes = ["1M"];
    private static readonly string[] Days = ["1D"];
    private static readonly string[] Bitcoin = ["BTC_KRW"];
    private static readonly string[] Unknown = ["BTC_KRW", "NOSUCH_KRW"];

    // Takes minutes at the exchange's rate limit, so it is still running when the backtest ends, however slow that is.
    private static readonly object Month = new
    {
        symbols = new[] { "BTC_KRW", "DOGE_KRW", "ETH_KRW", "SOL_KRW", "XRP_KRW" },
        timeframes = Minutes,
        start_date = "2025-09-01",
        end_date = "2025-09-30",
    };

    [Fact]
    public void Collection_AtWork_LeavesTheThreadsToBacktestsAndStopsWhenCancelled()
    {
        using var fake = new FakeUpbit();
        using var house = new Installation(databaseUrl: string.Empty, settings: fake.Settings);
        SmallLake.WriteHours(house.DataRoot, "ETH_KRW", 100);
        house.StartServer(concurrency: 1);
        var collection = house.Send(HttpMethod.Post, "/api/data/collect", Month)["task_id"].GetString()!;
        house.Until(() => house.Running().Any(step => step is { Address.Position: > 0, Beats: > 0 }), "piece under way");

        house.WaitForEnd(
            house.Submit(Installation.Minutes("ETH_KRW") with { Timeframe = "1H", StartDate = "2024-01-01", EndDate = "2024-01-31" })
        );

        house.Status(collection)["status"].GetString().ShouldBe("running");
        var cancel = house.Send(HttpMethod.Delete, $"/api/backtests/tasks/{collection}");
        cancel.Status.ShouldBe(200, cancel.Text);
        house.Until(() => house.Running().Count == 0, "end of the work");
        house.Until(
            () => new CandleLake(house.DataRoot).Collected(Symbol.Parse("BTC_KRW"), Timeframe.OneMinute) is not null,
            "record of what was collected"
        );
    }

    [Fact]
    public void Collection_OfAnUnknownMarketAmongOthers_TellsWhichFailed()
    {
        using var fake = new FakeUpbit();
        using var house = new Installation(databaseUrl: string.Empty, settings: fake.Settings);
        house.StartServer(concurrency: 1);

        var task = house.Send(
            HttpMethod.Post,
            "/api/data/collect",
            new
            {
                symbols = Unknown,
                timeframes = Days,
                start_date = "2025-01-01",
                end_date = "2025-01-31",
            }
        );

        var outcome = house.WaitForEnd(task["task_id"].GetString()!);
        outcome["result", "added"].GetInt32().ShouldBe(31);
        outcome["result", "failed"].GetInt32().ShouldBe(1);
        var series = outcome["result", "series"].EnumerateArray().ToList();
        series[0].GetProperty("trouble").GetString().ShouldBeNull();
        series[0].GetProperty("newest").GetString().ShouldBe("2025-01-31T00:00:00Z");
        series[1].GetProperty("trouble").GetString()!.ShouldContain("NOSUCH");
        var shown = house.Get("/api/data/collection");
        shown["series", "total"].GetInt32().ShouldBe(1);
        shown["series", "items"][0].GetProperty("source").GetString().ShouldBe("upbit");
        shown["series", "items"][0].GetProperty("rows").GetInt32().ShouldBe(31);
        house.Send(HttpMethod.Post, "/api/data/collection/trigger").Status.ShouldBe(202);
    }

    [Fact]
    public void Server_WithoutTheExchange_WorksAndSaysSinceWhenItIsGone()
    {
        var port = FreePort.Find();
        var settings = new Dictionary<string, string> { ["UPBIT_URL"] = $"http://127.0.0.1:{port}" };
        using var house = new Installation(databaseUrl: string.Empty, settings: settings);
        SmallLake.WriteHours(house.DataRoot, "ETH_KRW", 100);
        house.StartServer(concurrency: 1);

        house.Get("/health/ready").Status.ShouldBe(200);
        house.Get("/api/data/inventory")["total_count"].GetInt32().ShouldBe(1);
        var markets = house.Get("/api/markets/krw");
        markets.ShouldBeProblem(503, "upbit has not answered");
        markets.Headers["Retry-After"].ShouldBe("5");
        var task = house
            .Send(
                HttpMethod.Post,
                "/api/data/collect",
                new
                {
                    symbols = Bitcoin,
                    timeframes = Days,
                    start_date = "2025-01-01",
                    end_date = "2025-01-31",
                }
            )["task_id"]
            .GetString()!;
        house.Until(() => house.Status(task)["waits_for"].GetString() is not null, "status that it is waiting");
        house.Get("/api/data/collection")["exchanges"][0].GetProperty("gone_since").GetString().ShouldNotBeNull();

        using var back = new FakeUpbit(port: port);
        house.WaitForEnd(task)["result", "added"].GetInt32().ShouldBe(31);
        house.Get("/api/markets/krw")["total_count"].GetInt32().ShouldBe(5);
    }
}
