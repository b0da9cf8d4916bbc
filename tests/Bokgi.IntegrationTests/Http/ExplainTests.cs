using System.Text.Json;
using System.Text.Json.Nodes;
using Bokgi.IntegrationTests.CommandLine;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

public sealed class ExplainTests(HttpGoldenTests.GoldenServer fixture) : IClassFixture<HttpGoldenTests.GoldenServer>, IDisposable
{
    private readonly HttpServer ownServer = new();

    /// <summary>Indexes of golden requests that cover both strategies and each kind of execution, stop, target and trigger.</summary>
    public static TheoryData<int> Cases { get; } = [3, 5, 9, 10, 14, 15, 16, 17, 18, 19, 20];

    public void Dispose() => ownServer.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Explanation_OfAGoldenRun_HasTheStoredSignalsEntriesAndExits(int index)
    {
        var run = fixture.Server.RunBacktest(Body(GoldenFigures.ReadCases()[index].GetProperty("request")));
        var path = Path(run);

        var bars = ReadAllPages(fixture.Server, path);

        bars.Count.ShouldBe(run["totals", "bars"].GetInt32());
        bars.Select(bar => bar.GetProperty("bar").GetInt32()).ShouldBe(Enumerable.Range(0, bars.Count));
        var trades = fixture.Server.Get($"{path}/trades?limit=10000")["items"].EnumerateArray().ToList();
        FieldTexts(bars.Select(bar => bar.GetProperty("entry")).Where(IsPresent), "trade", "time", "price", "quantity")
            .ShouldBe(trades.Select((trade, i) => $"{i + 1} {FieldTexts(trade, "entry_time", "entry_price", "quantity")}"));
        FieldTexts(bars.SelectMany(bar => bar.GetProperty("exits").EnumerateArray()), "trade", "reason", "time", "price", "pnl", "return")
            .ShouldBe(
                trades.Select((trade, i) => $"{i + 1} {FieldTexts(trade, "exit_reason", "exit_time", "exit_price", "pnl", "return")}")
            );
        var barsWithSignals = bars.Where(bar => IsPresent(bar.GetProperty("signal"))).ToList();
        barsWithSignals
            .Select(bar => $"{FieldTexts(bar, "timestamp", "close")} {FieldTexts(bar.GetProperty("signal"), "confidence")}")
            .ShouldBe(
                fixture
                    .Server.Get($"{path}/signals?limit=10000")["items"]
                    .EnumerateArray()
                    .Select(signal => FieldTexts(signal, "timestamp", "price", "confidence"))
            );
        bars.ShouldAllBe(bar =>
            IsPresent(bar.GetProperty("signal"))
            == bar.GetProperty("conditions").EnumerateArray().All(condition => condition.GetProperty("is_met").GetBoolean())
        );
        ShouldExplainEverySignal(run, barsWithSignals.ConvertAll(bar => bar.GetProperty("signal")), trades);
    }

    [Fact]
    public void Bar_WithAPosition_ShowsItsLevelsAndTheExit()
    {
        SampleLake.WriteHours(ownServer.DataRoot, "BTC_KRW", 60, (i, candle) => i == 12 ? candle with { Low = 900 } : candle);
        var run = ownServer.RunBacktest(Request("\"stop_loss_pct\":0.05,\"take_profit_pct\":0.5,\"params\":{\"hold_period_bars\":5}"));

        var bars = ownServer.Get($"{Path(run)}/explain?start=2024-01-01T09:00Z&limit=4")["bars"];

        // The signal of bar 9 buys at the open of bar 10, 1,030; the stop sells in bar 12, whose low is below the stop price.
        var fillPrice = 1_030 * 1.0002;
        bars[0].GetProperty("signal").GetProperty("outcome").GetString().ShouldBe("entered");
        bars[0].GetProperty("signal").GetProperty("fill_price").GetDouble().ShouldBe(fillPrice);
        bars[0].GetProperty("signal").GetProperty("fill_time").GetString().ShouldBe("2024-01-01T10:00:00Z");
        IsPresent(bars[0].GetProperty("position")).ShouldBeFalse();
        bars[1].GetProperty("entry").GetProperty("trade").GetInt32().ShouldBe(1);
        foreach (var (bar, barsHeld) in ((int, int)[])[(1, 0), (2, 1)])
        {
            var (watched, position) = (bars[bar].GetProperty("watched"), bars[bar].GetProperty("position"));
            watched.GetProperty("stop").GetDouble().ShouldBe(fillPrice * (1 - 0.05));
            watched.GetProperty("stop_reason").GetString().ShouldBe("stop_loss");
            watched.GetProperty("target").GetDouble().ShouldBe(fillPrice * (1 + 0.5));
            position.GetProperty("levels").GetRawText().ShouldBe(watched.GetRawText());
            (position.GetProperty("bars_held").GetInt32(), position.GetProperty("hold_bars").GetInt32()).ShouldBe((barsHeld, 5));
        }

        IsPresent(bars[3].GetProperty("position")).ShouldBeFalse();
        var exit = bars[3].GetProperty("exits")[0];
        (exit.GetProperty("reason").GetString(), exit.GetProperty("price").GetDouble()).ShouldBe(
            ("stop_loss", fillPrice * (1 - 0.05) * (1 - 0.0002))
        );
    }

    [Fact]
    public void Signals_WithoutAnEntry_StateTheReason()
    {
        SampleLake.WriteHours(ownServer.DataRoot, "BTC_KRW", 60);
        var run = ownServer.RunBacktest(
            """{"strategy":"volume_long_candle","symbols":["BTC_KRW"],"start_date":"2024-01-01T15:00Z","end_date":"2024-12-31","timeframe":"1H","warmup":10,"params":{"hold_period_bars":15}}"""
        );

        var answer = ownServer.Get($"{Path(run)}/explain?start=2024-01-01&limit=1000");

        answer["is_unchanged"].GetBoolean().ShouldBeTrue();
        var bars = answer["bars"].EnumerateArray().ToList();
        // The run begins with the sixteenth of 60 candles, so it has 45 bars. The ten warm-up bars before it have negative numbers.
        (bars.Count, bars[0].GetProperty("bar").GetInt32()).ShouldBe((55, -10));
        bars.Where(bar => IsPresent(bar.GetProperty("signal")))
            .Select(bar => (bar.GetProperty("bar").GetInt32(), bar.GetProperty("signal").GetProperty("outcome").GetString()))
            .ShouldBe([
                (-6, "warm_up"),
                (4, "entered"),
                (14, "position_open"),
                (24, "entered"),
                (34, "position_open"),
                (44, "no_next_bar"),
            ]);
        ownServer.Get($"{Path(run)}/explain")["bars"][0].GetProperty("bar").GetInt32().ShouldBe(0, "warm-up bars are shown on request");
        bars[0]
            .GetProperty("conditions")
            .EnumerateArray()
            .Select(condition => condition.GetProperty("name").GetString())
            .ShouldBe(answer["conditions"].EnumerateArray().Select(condition => condition.GetProperty("name").GetString()));
    }

    [Fact]
    public void At_AnyTime_ShowsTheBarOfThatTimeAndSomeBefore()
    {
        // The market has a gap of two hours, from 2024-01-02T06:00Z to 08:00Z.
        SampleLake.WriteHours(
            ownServer.DataRoot,
            "BTC_KRW",
            60,
            (i, candle) => i < 30 ? candle : candle with { TimeUtc = candle.TimeUtc + (2 * 3_600_000_000L) }
        );
        var path = Path(ownServer.RunBacktest(Request(string.Empty)));

        var atBar = ownServer.Get($"{path}/explain?at=2024-01-02T01:59&limit=3"); // Korean time: 16:59 UTC of the day before
        Times(atBar).ShouldBe(["2024-01-01T14:00:00Z", "2024-01-01T15:00:00Z", "2024-01-01T16:00:00Z"]);
        atBar["is_at_missing"].GetBoolean().ShouldBeFalse();
        atBar["next_start"].GetString().ShouldBe("2024-01-01T17:00:00Z");
        var atGap = ownServer.Get($"{path}/explain?at=2024-01-02T07:30Z&limit=2");
        Times(atGap).ShouldBe(["2024-01-02T04:00:00Z", "2024-01-02T05:00:00Z"]);
        atGap["is_at_missing"].GetBoolean().ShouldBeTrue();
        var afterGap = ownServer.Get($"{path}/explain?at=2024-01-02T08:00Z&limit=1");
        afterGap["bars"][0].GetProperty("missing_since").GetString().ShouldBe("2024-01-02T06:00:00Z");
        Times(ownServer.Get($"{path}/explain?at=2024-01-03T13:30Z&limit=1")).ShouldBe(["2024-01-03T13:00:00Z"]);
        ownServer
            .Get($"{path}/explain?at=2024-01-03T14:00Z")
            .ShouldBeProblem(422, "give a time from 2024-01-01T00:00:00Z up to 2024-01-03T14:00:00Z", "at");
    }

    [Fact]
    public void Explanation_CandlesChangedSinceTheRun_ReportsTheChange()
    {
        SampleLake.WriteHours(ownServer.DataRoot, "BTC_KRW", 60);
        var path = Path(ownServer.RunBacktest(Request(string.Empty)));

        SampleLake.WriteHours(ownServer.DataRoot, "BTC_KRW", 60, (i, candle) => i == 50 ? candle with { Volume = 1 } : candle);

        ownServer.Get($"{path}/explain?limit=1")["is_unchanged"].GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public void Explanation_InvalidRequest_IsRefused()
    {
        SampleLake.WriteHours(ownServer.DataRoot, "BTC_KRW", 60);
        SampleLake.WriteHours(ownServer.DataRoot, "ETH_KRW", 60);
        var path = Path(
            ownServer.RunBacktest(Request(string.Empty).Replace("\"BTC_KRW\"", "\"BTC_KRW\",\"ETH_KRW\"", StringComparison.Ordinal))
        );

        ownServer.Get("/api/backtests/01a20641-b178-766c-a51c-a693eec1eb1c/explain").ShouldBeProblem(404, "there is no run");
        ownServer.Get($"{path}/explain").ShouldBeProblem(422, "the run has 2 symbols; name one of them, such as BTC_KRW", "symbol");
        ownServer.Get($"{path}/explain?symbol=XRP_KRW").ShouldBeProblem(404, "XRP_KRW is not in the run; it has BTC_KRW, ETH_KRW");
        ownServer.Get($"{path}/explain?symbol=BTC_KRW&limit=1001").ShouldBeProblem(422, "limit cannot be '1001'", "limit");
        ownServer.Get($"{path}/explain?symbol=BTC_KRW&at=soon").ShouldBeProblem(422, "'soon' is not a date or time", "at");
        ownServer
            .Get($"{path}/explain?symbol=BTC_KRW&at=0001-01-01T00:00%2B14:00")
            .ShouldBeProblem(422, "at 0001-01-01T00:00:00Z lies outside", "at");
        ownServer
            .Get($"{path}/explain?symbol=BTC_KRW&at=2024-01-01&end=2024-01-02")
            .ShouldBeProblem(422, "at cannot be given with start or end", "at");
        var afterTheRun = ownServer.Get($"{path}/explain?symbol=BTC_KRW&start=2025-01-01");
        (afterTheRun.Status, afterTheRun["bars"].GetArrayLength(), IsPresent(afterTheRun["next_start"])).ShouldBe((200, 0, false));
    }

    private static void ShouldExplainEverySignal(HttpAnswer run, List<JsonElement> signals, List<JsonElement> trades)
    {
        var signalsByOutcome = signals.ToLookup(signal => signal.GetProperty("outcome").GetString());
        FieldTexts(signalsByOutcome["entered"], "trade", "fill_time", "fill_price")
            .ShouldBe(trades.Select((trade, i) => $"{i + 1} {FieldTexts(trade, "entry_time", "entry_price")}"));
        signalsByOutcome["no_next_bar"].Count().ShouldBe(run["totals", "unfilled"].GetInt32());
        signalsByOutcome["position_open"].Count().ShouldBe(signals.Count - trades.Count - run["totals", "unfilled"].GetInt32());
    }

    private static List<JsonElement> ReadAllPages(HttpServer server, string path)
    {
        var bars = new List<JsonElement>();
        var nextQuery = string.Empty;
        while (nextQuery is not null)
        {
            var page = server.Get($"{path}/explain?limit=1000{nextQuery}");
            page.Status.ShouldBe(200, page.Text);
            page["is_unchanged"].GetBoolean().ShouldBeTrue();
            bars.AddRange(page["bars"].EnumerateArray());
            nextQuery = page["next_start"].GetString() is { } start ? $"&start={start}" : null;
        }

        return bars;
    }

    private static string Request(string extraFields)
    {
        var separator = extraFields.Length > 0 ? "," : string.Empty;
        return $$"""{"strategy":"volume_long_candle","symbols":["BTC_KRW"],"start_date":"2024-01-01","end_date":"2024-12-31","timeframe":"1H"{{separator}}{{extraFields}}}""";
    }

    private static string Body(JsonElement request)
    {
        var body = JsonNode.Parse(request.GetRawText())!.AsObject();
        body["symbols"] = new JsonArray(request.GetProperty("symbol").GetString());
        body.Remove("symbol");
        return body.ToJsonString();
    }

    private static string Path(HttpAnswer run) => $"/api/backtests/{run["run_id"].GetString()}";

    private static bool IsPresent(JsonElement element) => element.ValueKind != JsonValueKind.Null;

    private static IEnumerable<string?> Times(HttpAnswer answer) =>
        answer["bars"].EnumerateArray().Select(bar => bar.GetProperty("timestamp").GetString());

    private static IEnumerable<string> FieldTexts(IEnumerable<JsonElement> rows, params string[] names) =>
        rows.Select(row => FieldTexts(row, names));

    // Returns numbers as their JSON text: numbers with equal text are equal bit for bit.
    private static string FieldTexts(JsonElement row, params string[] names) =>
        string.Join(' ', names.Select(name => row.GetProperty(name).ToString()));
}
