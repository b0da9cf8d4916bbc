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
    private static readonly string[] OneMinute = ["1M"];
    private static readonly string[] OneDay = ["1D"];
    private static readonly string[] Bitcoin = ["BTC_KRW"];
    private static readonly string[] KnownAndUnknownMarket = ["BTC_KRW", "NOSUCH_KRW"];

    // Takes minutes at the exchange's rate limit, so it is still running when the backtest ends, however slow the backtest is.
    private static readonly object MonthRequest = new
    {
        symbols = new[] { "BTC_KRW", "DOGE_KRW", "ETH_KRW", "SOL_KRW", "XRP_KRW" },
        timeframes = OneMinute,
        start_date = "2025-09-01",
        end_date = "2025-09-30",
    };

    [Fact]
    public void Collection_Running_LeavesTheThreadsToBacktestsAndStopsWhenCancelled()
    {
        using var fake = new FakeUpbit();
        using var installation = new Installation(databaseUrl: string.Empty, settings: fake.Settings);
        SampleLake.WriteHours(installation.DataRoot, "ETH_KRW", 100);
        installation.StartServer(concurrency: 1);
        var collection = installation.Send(HttpMethod.Post, "/api/data/collect", MonthRequest)["task_id"].GetString()!;
        installation.WaitUntil(
            () => installation.RunningSteps().Any(step => step is { Reference.Position: > 0, Beats: > 0 }), // the step at position 0 splits the task
            "piece under way"
        );

        installation.WaitForEnd(
            installation.Submit(
                Installation.MinuteBacktest("ETH_KRW") with
                {
                    Timeframe = "1H",
                    StartDate = "2024-01-01",
                    EndDate = "2024-01-31",
                }
            )
        );

        installation.Status(collection)["status"].GetString().ShouldBe("running");
        var cancel = installation.Send(HttpMethod.Delete, $"/api/backtests/tasks/{collection}");
        cancel.Status.ShouldBe(200, cancel.Text);
        installation.WaitUntil(() => installation.RunningSteps().Count == 0, "end of the work");
        installation.WaitUntil(
            () => new CandleLake(installation.DataRoot).GetCollectionRecord(Symbol.Parse("BTC_KRW"), Timeframe.OneMinute) is not null,
            "record of what was collected"
        );
    }

    [Fact]
    public void Collection_OfAnUnknownMarketAmongOthers_ReportsWhichFailed()
    {
        using var fake = new FakeUpbit();
        using var installation = new Installation(databaseUrl: string.Empty, settings: fake.Settings);
        installation.StartServer(concurrency: 1);

        var task = installation.Send(
            HttpMethod.Post,
            "/api/data/collect",
            new
            {
                symbols = KnownAndUnknownMarket,
                timeframes = OneDay,
                start_date = "2025-01-01",
                end_date = "2025-01-31",
            }
        );

        var outcome = installation.WaitForEnd(task["task_id"].GetString()!);
        outcome["result", "added"].GetInt32().ShouldBe(31);
        outcome["result", "failed"].GetInt32().ShouldBe(1);
        var series = outcome["result", "series"].EnumerateArray().ToList();
        series[0].GetProperty("trouble").GetString().ShouldBeNull();
        series[0].GetProperty("newest").GetString().ShouldBe("2025-01-31T00:00:00Z");
        series[1].GetProperty("trouble").GetString()!.ShouldContain("NOSUCH");
        var shown = installation.Get("/api/data/collection");
        shown["series", "total"].GetInt32().ShouldBe(1);
        shown["series", "items"][0].GetProperty("source").GetString().ShouldBe("upbit");
        shown["series", "items"][0].GetProperty("rows").GetInt32().ShouldBe(31);
        installation.Send(HttpMethod.Post, "/api/data/collection/trigger").Status.ShouldBe(202);
    }

    [Fact]
    public void Server_ExchangeUnavailable_WorksAndReportsTheOutage()
    {
        var port = FreePort.Find();
        var settings = new Dictionary<string, string> { ["UPBIT_URL"] = $"http://127.0.0.1:{port}" };
        using var installation = new Installation(databaseUrl: string.Empty, settings: settings);
        SampleLake.WriteHours(installation.DataRoot, "ETH_KRW", 100);
        installation.StartServer(concurrency: 1);

        installation.Get("/health/ready").Status.ShouldBe(200);
        installation.Get("/api/data/inventory")["total_count"].GetInt32().ShouldBe(1);
        var markets = installation.Get("/api/markets/krw");
        markets.ShouldBeProblem(503, "upbit has not answered");
        markets.Headers["Retry-After"].ShouldBe("5");
        var task = installation
            .Send(
                HttpMethod.Post,
                "/api/data/collect",
                new
                {
                    symbols = Bitcoin,
                    timeframes = OneDay,
                    start_date = "2025-01-01",
                    end_date = "2025-01-31",
                }
            )["task_id"]
            .GetString()!;
        installation.WaitUntil(() => installation.Status(task)["waits_for"].GetString() is not null, "status that it is waiting");
        installation.Get("/api/data/collection")["exchanges"][0].GetProperty("gone_since").GetString().ShouldNotBeNull();

        using var exchange = new FakeUpbit(port: port);
        installation.WaitForEnd(task)["result", "added"].GetInt32().ShouldBe(31);
        installation.Get("/api/markets/krw")["total_count"].GetInt32().ShouldBe(5);
    }
}
