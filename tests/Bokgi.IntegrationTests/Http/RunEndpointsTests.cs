using System.Globalization;
using System.Text.Json;
using Bokgi.IntegrationTests.Lake;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

public sealed class RunEndpointsTests(RunEndpointsTests.RunServer fixture, ExternalParquetReaders parquetReaders)
    : IClassFixture<RunEndpointsTests.RunServer>,
        IClassFixture<ExternalParquetReaders>
{
    private const double InitialCash = 10_000_000;

    private readonly HttpServer server = fixture.Server;

    [Fact]
    public void Trades_Pages_AreTheWholeListInOrder()
    {
        var allTrades = server.Get(fixture.Path("trades?limit=10000"));

        allTrades["total"].GetInt32().ShouldBe(fixture.Run["total_trades"].GetInt32());
        allTrades["items"].GetArrayLength().ShouldBe(allTrades["total"].GetInt32());
        var pagedTrades = Enumerable
            .Range(0, (allTrades["total"].GetInt32() / 7) + 1)
            .SelectMany(page => server.Get(fixture.Path($"trades?limit=7&offset={page * 7}"))["items"].EnumerateArray());
        pagedTrades.Select(trade => trade.GetRawText()).ShouldBe(allTrades["items"].EnumerateArray().Select(trade => trade.GetRawText()));
        var first = allTrades["items"][0];
        first.GetProperty("symbol").GetString().ShouldBe("BTC_KRW");
        first.GetProperty("exit_reason").GetString().ShouldBe("hold");
        first.GetProperty("pnl").GetDouble().ShouldNotBe(0);
        first.GetProperty("entry_time").GetString().ShouldBe("2024-01-01T14:00:00Z");
    }

    [Fact]
    public void Trades_FilteredBySymbol_BelongToThatSymbol()
    {
        var ether = server.Get(fixture.Path("trades?symbol=krw-eth&limit=10000"));

        ether["total"].GetInt32().ShouldBe(fixture.Run["symbols"][1].GetProperty("trades").GetInt32());
        ether["items"].EnumerateArray().ShouldAllBe(trade => trade.GetProperty("symbol").GetString() == "ETH_KRW");
        server.Get(fixture.Path("trades?symbol=XRP_KRW")).ShouldBeProblem(404, "XRP_KRW is not in the run; it has BTC_KRW, ETH_KRW");
        server.Get(fixture.Path("trades?symbol=..%2Fetc")).ShouldBeProblem(422, "'../etc' is not a symbol", "symbol");
    }

    [Fact]
    public void Signals_StrategyWithDetails_NameTheDetails()
    {
        var signals = server.Get(fixture.Path("signals?limit=2&offset=3"));

        signals["total"].GetInt32().ShouldBe(fixture.Run["total_signals"].GetInt32());
        var details = signals["items"][0].GetProperty("details");
        details.EnumerateObject().Select(detail => detail.Name).ShouldBe(["resistance", "level", "zone_age_bars", "zone_age_days"]);
        details.GetProperty("zone_age_days").GetDouble().ShouldBe(details.GetProperty("zone_age_bars").GetDouble() / 24, 1e-12);
    }

    [Fact]
    public void Signals_AsCsv_HaveOneRowPerSignal()
    {
        var answer = server.Get(fixture.Path("signals?format=csv"));

        answer.MediaType.ShouldBe("text/csv");
        answer.Headers["Content-Disposition"].ShouldContain($"signals-{fixture.RunId}.csv");
        var lines = answer.Text.TrimEnd().Split('\n');
        lines[0].ShouldBe("symbol,timestamp,bar,price,confidence,resistance,level,zone_age_bars,zone_age_days");
        lines.Length.ShouldBe(1 + fixture.Run["total_signals"].GetInt32());
        var first = server.Get(fixture.Path("signals?limit=1"))["items"][0];
        var cells = lines[1].Split(',');
        cells[1].ShouldBe(first.GetProperty("timestamp").GetString());
        double.Parse(cells[6], CultureInfo.InvariantCulture).ShouldBe(first.GetProperty("details").GetProperty("level").GetDouble());
    }

    [Theory]
    [InlineData("trades", 16)]
    [InlineData("signals", 9)]
    public void Rows_AsParquet_AreReadByDuckDb(string kind, int columns)
    {
        var path = Path.Combine(server.Folder, $"{kind}.parquet");
        File.WriteAllBytes(path, server.Get(fixture.Path($"{kind}?format=parquet")).Body);

        var table = parquetReaders.Read("duckdb", path);

        table.Columns.Count.ShouldBe(columns);
        table.Rows.Count.ShouldBe(fixture.Run[$"total_{kind}"].GetInt32());
        table.Columns[1].Type.ShouldBe("TIMESTAMP WITH TIME ZONE");
    }

    [Fact]
    public void Equity_AllPoints_EndsAtTheTotalReturnAndReachesTheMaxDrawdown()
    {
        var curve = server.Get(fixture.Path("equity?points=0"));

        var equity = Numbers(curve["equity"]);
        equity.Length.ShouldBe(curve["total_points"].GetInt32());
        (equity[^1] / InitialCash - 1).ShouldBe(fixture.Run["totals", "total_return"].GetDouble(), 1e-12);
        Numbers(curve["drawdown"]).Max().ShouldBe(fixture.Run["totals", "max_drawdown"].GetDouble(), 1e-12);
        (Numbers(curve["buy_and_hold"])[^1] / InitialCash - 1).ShouldBe(fixture.Run["totals", "buy_and_hold_return"].GetDouble(), 1e-12);
    }

    [Fact]
    public void Equity_Thinned_KeepsExtremesAndEnds()
    {
        var allPoints = server.Get(fixture.Path("equity?points=0&symbol=ETH_KRW"));
        var thinned = server.Get(fixture.Path("equity?points=52&symbol=ETH_KRW"));

        thinned["timestamp"].GetArrayLength().ShouldBeInRange(10, 52);
        foreach (var column in (string[])["equity", "drawdown", "buy_and_hold"])
        {
            var (all, kept) = (Numbers(allPoints[column]), Numbers(thinned[column]));
            (kept.Min(), kept.Max(), kept[0], kept[^1]).ShouldBe((all.Min(), all.Max(), all[0], all[^1]), column);
        }

        thinned["timestamp"].EnumerateArray().Select(time => time.GetString()).ShouldBeInOrder();
        server.Get(fixture.Path("equity?points=3")).ShouldBeProblem(422, "points cannot be 3", "points");
    }

    [Fact]
    public void Equity_AsCsv_HasEveryPointUnlessFewerAreRequested()
    {
        var jsonAnswer = server.Get(fixture.Path("equity?points=0"));

        var answer = server.Get(fixture.Path("equity?format=csv"));

        answer.MediaType.ShouldBe("text/csv");
        answer.Headers["Content-Disposition"].ShouldContain($"equity-{fixture.RunId}.csv");
        var lines = answer.Text.TrimEnd().Split('\n');
        lines[0].ShouldBe("timestamp,equity,drawdown,buy_and_hold");
        lines.Length.ShouldBe(1 + jsonAnswer["total_points"].GetInt32());
        for (var i = 1; i < lines.Length; i++)
        {
            var cells = lines[i].Split(',');
            cells[0].ShouldBe(jsonAnswer["timestamp"][i - 1].GetString());
            foreach (var (column, cell) in ((string, string)[])[("equity", cells[1]), ("drawdown", cells[2]), ("buy_and_hold", cells[3])])
                double.Parse(cell, CultureInfo.InvariantCulture).ShouldBe(jsonAnswer[column][i - 1].GetDouble());
        }

        // Split returns 10 to 52 lines with a point each, and two more: the heading, and the empty text after the last line break.
        server.Get(fixture.Path("equity?format=csv&points=52")).Text.Split('\n').Length.ShouldBeInRange(12, 54);
        server.Get(fixture.Path("equity?format=exe")).ShouldBeProblem(422, "format cannot be 'exe'; give json or csv or parquet", "format");
    }

    [Fact]
    public void Equity_AsParquet_IsReadByDuckDb()
    {
        var path = Path.Combine(server.Folder, "equity.parquet");
        File.WriteAllBytes(path, server.Get(fixture.Path("equity?format=parquet&symbol=BTC_KRW")).Body);

        var table = parquetReaders.Read("duckdb", path);

        table.Columns.Select(column => column.Type).ShouldBe(["TIMESTAMP WITH TIME ZONE", "DOUBLE", "DOUBLE", "DOUBLE"]);
        table.Rows.Count.ShouldBe(RunServer.Bars);
    }

    [Fact]
    public void Equity_InactiveSymbol_IsNotIncluded()
    {
        var run = server.RunBacktest(RunServer.Body("volume_zone_breakout"));
        var path = $"/api/backtests/{run["run_id"].GetString()}";

        var totals = server.Send(HttpMethod.Patch, $"{path}/symbols/BTC_KRW", """{"is_active":false}""")["totals"];

        var (activeSymbols, ether) = (server.Get($"{path}/equity?points=0"), server.Get($"{path}/equity?points=0&symbol=ETH_KRW"));
        activeSymbols["equity"].GetRawText().ShouldBe(ether["equity"].GetRawText());
        (Numbers(activeSymbols["equity"])[^1] / (InitialCash / 2) - 1).ShouldBe(totals.GetProperty("total_return").GetDouble(), 1e-12);
    }

    [Fact]
    public void Chart_Pages_AreTheWholeRangeWithEveryTradeOnce()
    {
        var times = new List<string?>();
        var (entries, exits) = (new List<string>(), new List<string>());
        var next = "2024-01-01";
        while (next is not null)
        {
            var page = server.Get(fixture.Path($"chart?symbol=BTC_KRW&limit=100&start={next}"));
            page.Status.ShouldBe(200, page.Text);
            page["is_unchanged"].GetBoolean().ShouldBeTrue();
            page["levels"].GetArrayLength().ShouldBe(page["candles", "timestamp"].GetArrayLength());
            times.AddRange(page["candles", "timestamp"].EnumerateArray().Select(time => time.GetString()));
            entries.AddRange(page["entries"].EnumerateArray().Select(trade => trade.GetRawText()));
            exits.AddRange(page["exits"].EnumerateArray().Select(trade => trade.GetRawText()));
            next = page["next_start"].GetString();
        }

        times.Count.ShouldBe(RunServer.Bars);
        times.ShouldBeInOrder();
        var trades = server
            .Get(fixture.Path("trades?symbol=BTC_KRW&limit=10000"))["items"]
            .EnumerateArray()
            .Select(trade => trade.GetRawText())
            .ToList();
        entries.ShouldBe(trades);
        exits.ShouldBe(trades);
    }

    [Fact]
    public void Chart_CandlesChangedSinceTheRun_ReportsTheChange()
    {
        const string Body =
            """{"strategy":"volume_long_candle","symbols":["NEW_KRW"],"start_date":"2024-01-01","end_date":"2024-12-31","timeframe":"1H"}""";
        SampleLake.WriteHours(server.DataRoot, "NEW_KRW", 100);
        var path = $"/api/backtests/{server.RunBacktest(Body)["run_id"].GetString()}/chart";
        server.Get(path)["is_unchanged"].GetBoolean().ShouldBeTrue();

        SampleLake.WriteHours(
            server.DataRoot,
            "NEW_KRW",
            100,
            (i, candle) => i == 50 ? candle with { Volume = candle.Volume + 1 } : candle
        );

        server.Get(path)["is_unchanged"].GetBoolean().ShouldBeFalse();
        server.Get($"{path}?end=2024-01-02")["is_unchanged"].ValueKind.ShouldBe(JsonValueKind.Null, "later candles are not checked");
    }

    [Fact]
    public void Chart_Levels_AreThoseOfTheSignals()
    {
        var chart = server.Get(fixture.Path("chart?symbol=ETH_KRW&limit=20000"));
        var levels = chart["candles", "timestamp"]
            .EnumerateArray()
            .Zip(chart["levels"].EnumerateArray())
            .ToDictionary(candle => candle.First.GetString()!, candle => candle.Second);

        var signals = server.Get(fixture.Path("signals?symbol=ETH_KRW&limit=10000"))["items"].EnumerateArray().ToList();

        signals.Count.ShouldBeGreaterThan(10);
        foreach (var signal in signals)
            levels[signal.GetProperty("timestamp").GetString()!]
                .GetDouble()
                .ShouldBe(signal.GetProperty("details").GetProperty("level").GetDouble());
        chart["levels"][0].ValueKind.ShouldBe(JsonValueKind.Null, "the window is not full yet");
    }

    [Fact]
    public void Chart_RunOfSeveralSymbols_RequiresASymbol() =>
        server.Get(fixture.Path("chart")).ShouldBeProblem(422, "the run has 2 symbols; name one of them, such as BTC_KRW", "symbol");

    [Fact]
    public void Download_OfARun_IsItsDocumentAsAFile()
    {
        var file = server.Get(fixture.Path("download"));

        file.Headers["Content-Disposition"].ShouldStartWith($"attachment; filename=bokgi-{fixture.RunId}.json");
        JsonSerializer.Serialize(file.Json).ShouldBe(JsonSerializer.Serialize(fixture.Run.Json));
    }

    [Theory]
    [InlineData("trades")]
    [InlineData("signals")]
    [InlineData("equity")]
    [InlineData("chart")]
    [InlineData("download")]
    [InlineData("report")]
    public void Parts_OfAnUnknownRun_AreNotFound(string part)
    {
        server
            .Get($"/api/backtests/01a20641-b178-766c-a51c-a693eec1eb1c/{part}")
            .ShouldBeProblem(404, "there is no run '01a20641-b178-766c-a51c-a693eec1eb1c'");
        server.Get($"/api/backtests/..%2F..%2Fetc/{part}").Status.ShouldBe(404);
    }

    private static double[] Numbers(JsonElement column) => [.. column.EnumerateArray().Select(value => value.GetDouble())];

    /// <summary>A server with one run of two symbols.</summary>
    public sealed class RunServer : IDisposable
    {
        public const int Bars = 600;

        private readonly Lazy<HttpAnswer> run;

        public RunServer() => run = new Lazy<HttpAnswer>(() => Server.RunBacktest(Body("volume_zone_breakout")));

        public HttpServer Server { get; } = CreateWithCandles();

        public HttpAnswer Run => run.Value;

        public string RunId => Run["run_id"].GetString()!;

        public string Path(string part) => $"/api/backtests/{RunId}/{part}";

        public static string Body(string strategy) =>
            $$"""{"strategy":"{{strategy}}","symbols":["BTC_KRW","ETH_KRW"],"start_date":"2024-01-01","end_date":"2024-12-31","timeframe":"1H"}""";

        public void Dispose() => Server.Dispose();

        private static HttpServer CreateWithCandles()
        {
            var server = new HttpServer();
            SampleLake.WriteHours(server.DataRoot, "BTC_KRW", Bars);
            // Each bar begins half an hour after one of BTC_KRW. So only one market closes a bar at each time of the equity curve, and the
            // other keeps its last value.
            SampleLake.WriteHours(
                server.DataRoot,
                "ETH_KRW",
                Bars,
                (i, candle) => candle with { TimeUtc = candle.TimeUtc + 1_800_000_000 }
            );
            return server;
        }
    }
}
