using System.Globalization;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

public sealed class CompareTests(CompareTests.ComparedServer fixture) : IClassFixture<CompareTests.ComparedServer>
{
    private readonly HttpServer server = fixture.Server;

    [Fact]
    public void Figures_EachRun_ContainAllItsTotals()
    {
        var comparison = fixture.Compare(fixture.LongCandle, fixture.ZoneBreakout);

        foreach (var (i, run) in ((HttpAnswer[])[fixture.LongCandle, fixture.ZoneBreakout]).Index())
        {
            var expected = ReadNumbers(run["totals"], string.Empty).Concat(ReadNumbers(run["totals", "study"], "study.")).ToDictionary();
            var actual = comparison["figures"]
                .EnumerateArray()
                .ToDictionary(row => row.GetProperty("name").GetString()!, row => row.GetProperty("values")[i].GetRawText());
            actual.ShouldBe(expected, ignoreOrder: true);
        }
    }

    [Fact]
    public void Best_OfAFigure_IsTheBetterRunOrNoneWhereNeitherIsBetter()
    {
        var comparison = fixture.Compare(fixture.LongCandle, fixture.ZoneBreakout);

        foreach (var (name, better) in ((string, string?)[])[("total_return", "higher"), ("max_drawdown", "lower"), ("trades", null)])
        {
            var row = Row(comparison, name);
            row.GetProperty("better").GetString().ShouldBe(better);
            var (first, second) = (row.GetProperty("values")[0].GetDouble(), row.GetProperty("values")[1].GetDouble());
            first.ShouldNotBe(second);
            var isFirstBest = better == "higher" ? first > second : first < second;
            var best = isFirstBest ? fixture.LongCandle : fixture.ZoneBreakout;
            row.GetProperty("best")
                .EnumerateArray()
                .Select(id => id.GetString())
                .ShouldBe(better is null ? [] : [best["run_id"].GetString()]);
        }

        var equalRuns = fixture.Compare(fixture.LongCandle, fixture.LongCandleRepeated);
        equalRuns["figures"].EnumerateArray().ShouldAllBe(row => row.GetProperty("best").GetArrayLength() == 0);
        (equalRuns["settings"].GetArrayLength(), equalRuns["parameters"].GetArrayLength(), equalRuns["warnings"].GetArrayLength()).ShouldBe(
            (0, 0, 0)
        );
    }

    [Fact]
    public void Differences_BetweenTwoRuns_AreExactlyTheirSettingsAndParameters()
    {
        var comparison = fixture.Compare(fixture.LongCandle, fixture.LongCandleWithOtherSettings);

        comparison["settings"]
            .EnumerateArray()
            .Select(row => row.GetRawText())
            .ShouldBe([
                """{"name":"fee_rate","symbol":null,"values":[0.001,0.002]}""",
                """{"name":"stop_loss_pct","symbol":null,"values":[null,0.05]}""",
            ]);
        comparison["parameters"]
            .EnumerateArray()
            .Select(row => row.GetRawText())
            .ShouldBe([
                """{"name":"vol_ma_window","symbol":null,"values":[20,15]}""",
                """{"name":"body_pct","symbol":"ETH_KRW","values":[0.02,0.025]}""",
            ]);
        Kinds(comparison).ShouldBe(["costs"]);
    }

    [Fact]
    public void Equity_AllPoints_IsRelativeToInitialCashAtTheTimesOfAllRuns()
    {
        var comparison = fixture.Compare("&points=20000", fixture.LongCandle, fixture.Daily);

        var times = comparison["equity", "timestamp"].EnumerateArray().Select(time => time.GetString()!).ToList();
        times.ShouldBe(times.Distinct().Order(StringComparer.Ordinal));
        comparison["equity", "total_points"].GetInt32().ShouldBe(times.Count);
        var expectedTimes = new HashSet<string>();
        foreach (var (run, i, barHours) in ((HttpAnswer, int, double)[])[(fixture.LongCandle, 0, 1), (fixture.Daily, 1, 24)])
        {
            var line = comparison["equity", "lines"][i].EnumerateArray().ToList();
            var runEquity = server.Get($"{Path(run)}/equity?points=0");
            var points = runEquity["timestamp"]
                .EnumerateArray()
                .Zip(runEquity["equity"].EnumerateArray())
                .ToDictionary(point => CloseTime(point.First.GetString()!, barHours), point => point.Second.GetDouble() / 10_000_000);
            var startTime = runEquity["timestamp"][0].GetString()!;
            points[startTime] = 1; // the initial cash
            expectedTimes.UnionWith(points.Keys);

            double? lastValue = null;
            var lastTime = points.Keys.Max(StringComparer.Ordinal);
            for (var timeIndex = 0; timeIndex < times.Count; timeIndex++)
            {
                // Between its own times, a run keeps its last value; after its last time, it has none.
                lastValue = points.TryGetValue(times[timeIndex], out var value) ? value : lastValue;
                var expected = StringComparer.Ordinal.Compare(times[timeIndex], lastTime) > 0 ? null : lastValue;
                Value(line[timeIndex]).ShouldBe(expected, $"{times[timeIndex]} of {i}");
            }

            Value(line.Last(value => value.ValueKind == JsonValueKind.Number))!
                .Value.ShouldBe(1 + run["totals", "total_return"].GetDouble(), 1e-12);
        }

        expectedTimes.Order(StringComparer.Ordinal).ShouldBe(times);
        Kinds(comparison).ShouldBe(["symbols", "timeframe", "range"]);
    }

    [Fact]
    public void Equity_Thinned_KeepsEveryLinesExtremesAndEnds()
    {
        var allPoints = fixture.Compare("&points=20000", fixture.LongCandle, fixture.ZoneBreakout, fixture.LaterStart);
        var thinned = fixture.Compare("&points=100", fixture.LongCandle, fixture.ZoneBreakout, fixture.LaterStart);

        thinned["equity", "timestamp"].GetArrayLength().ShouldBeInRange(50, 100);
        thinned["equity", "total_points"].GetInt32().ShouldBe(allPoints["equity", "timestamp"].GetArrayLength());
        for (var i = 0; i < 3; i++)
        {
            double[] all = [.. allPoints["equity", "lines"][i].EnumerateArray().Select(Value).OfType<double>()];
            double[] kept = [.. thinned["equity", "lines"][i].EnumerateArray().Select(Value).OfType<double>()];
            (kept.Min(), kept.Max(), kept[0], kept[^1]).ShouldBe((all.Min(), all.Max(), all[0], all[^1]));
        }

        Value(thinned["equity", "lines"][2][0]).ShouldBeNull("the third run begins later");
        Kinds(thinned).ShouldBe(["range"]);
    }

    [Fact]
    public void Warnings_OfCandlesThatChanged_NameTheSymbol()
    {
        SampleLake.WriteHours(server.DataRoot, "NEW_KRW", 100);
        var before = server.RunBacktest(Body("volume_long_candle", "NEW_KRW"));
        SampleLake.WriteHours(server.DataRoot, "NEW_KRW", 100, (i, candle) => i == 50 ? candle with { Volume = 1 } : candle);
        var after = server.RunBacktest(Body("volume_long_candle", "NEW_KRW"));

        var warnings = fixture.Compare(before, after)["warnings"];

        warnings.GetArrayLength().ShouldBe(1);
        warnings[0].GetProperty("kind").GetString().ShouldBe("candles");
        warnings[0].GetProperty("message").GetProperty("en").GetString().ShouldBe("candles changed between the runs: NEW_KRW");
    }

    [Fact]
    public void Ids_Invalid_AreRefused()
    {
        var (first, second) = (fixture.LongCandle["run_id"].GetString()!, fixture.ZoneBreakout["run_id"].GetString()!);
        const string UnknownRunId = "01a20641-b178-766c-a51c-a693eec1eb1c";

        server.Get("/api/backtests/compare").ShouldBeProblem(422, "ids names 0 runs; name 2 to 10", "ids");
        server.Get($"/api/backtests/compare?ids={first}").ShouldBeProblem(422, "ids names 1 runs; name 2 to 10", "ids");
        server
            .Get($"/api/backtests/compare?ids={string.Join(',', Enumerable.Range(0, 11))}")
            .ShouldBeProblem(422, "ids names 11 runs; name 2 to 10", "ids");
        server
            .Get($"/api/backtests/compare?ids={first},{second},{first}")
            .ShouldBeProblem(422, $"ids names '{first}' 2 times; name each run once", "ids");
        server.Get($"/api/backtests/compare?ids={first},{UnknownRunId},x").ShouldBeProblem(404, $"there is no run {UnknownRunId}, x;");
        server.Get($"/api/backtests/compare?ids={first},{second}&points=9").ShouldBeProblem(422, "points cannot be '9'", "points");
    }

    private static string Body(string strategy, string symbol) =>
        $$"""{"strategy":"{{strategy}}","symbols":["{{symbol}}"],"start_date":"2024-01-01","end_date":"2024-12-31","timeframe":"1H"}""";

    private static string Path(HttpAnswer run) => $"/api/backtests/{run["run_id"].GetString()}";

    private static JsonElement Row(HttpAnswer comparison, string name) =>
        comparison["figures"].EnumerateArray().Single(row => row.GetProperty("name").GetString() == name);

    private static IEnumerable<string?> Kinds(HttpAnswer comparison) =>
        comparison["warnings"].EnumerateArray().Select(warning => warning.GetProperty("kind").GetString());

    private static IEnumerable<(string Name, string Json)> ReadNumbers(JsonElement figures, string prefix) =>
        figures
            .EnumerateObject()
            .Where(figure => figure.Value.ValueKind is JsonValueKind.Number or JsonValueKind.Null)
            .Select(figure => (prefix + figure.Name, figure.Value.GetRawText()));

    private static double? Value(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetDouble();

    private static string CloseTime(string openTime, double hours) =>
        DateTimeOffset
            .Parse(openTime, CultureInfo.InvariantCulture)
            .AddHours(hours)
            .UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A server with runs that differ in strategy, parameters, costs, timeframe or range.</summary>
    public sealed class ComparedServer : IDisposable
    {
        private const string BothSymbols =
            """ "symbols":["BTC_KRW","ETH_KRW"],"start_date":"2024-01-01","end_date":"2024-12-31","timeframe":"1H" """;

        public ComparedServer()
        {
            SampleLake.WriteHours(Server.DataRoot, "BTC_KRW", 600);
            // Each bar begins half an hour after one of BTC_KRW. So only one market closes a bar at each time of the equity curve, and the
            // other keeps its last value.
            SampleLake.WriteHours(Server.DataRoot, "ETH_KRW", 600, (i, candle) => candle with { TimeUtc = candle.TimeUtc + 1_800_000_000 });
            SampleLake.WriteDays(Server.DataRoot, "BTC_KRW", 40);
            LongCandle = Server.RunBacktest($$"""{"strategy":"volume_long_candle",{{BothSymbols}}}""");
            LongCandleRepeated = Server.RunBacktest($$"""{"strategy":"volume_long_candle",{{BothSymbols}},"description":"again"}""");
            LongCandleWithOtherSettings = Server.RunBacktest(
                $$$"""{"strategy":"volume_long_candle",{{{BothSymbols}}},"params":{"vol_ma_window":15},"overrides":{"krw-eth":{"body_pct":0.025}},"fee_rate":0.002,"stop_loss_pct":0.05}"""
            );
            ZoneBreakout = Server.RunBacktest($$"""{"strategy":"volume_zone_breakout",{{BothSymbols}}}""");
            LaterStart = Server.RunBacktest(
                $$"""{"strategy":"volume_zone_breakout",{{BothSymbols.Replace("2024-01-01", "2024-01-10", StringComparison.Ordinal)}}}"""
            );
            Daily = Server.RunBacktest(
                """{"strategy":"volume_long_candle","symbols":["BTC_KRW"],"start_date":"2024-01-01","end_date":"2024-12-31","timeframe":"1D"}"""
            );
        }

        public HttpServer Server { get; } = new();

        public HttpAnswer LongCandle { get; }

        public HttpAnswer LongCandleRepeated { get; }

        public HttpAnswer LongCandleWithOtherSettings { get; }

        public HttpAnswer ZoneBreakout { get; }

        public HttpAnswer LaterStart { get; }

        public HttpAnswer Daily { get; }

        public HttpAnswer Compare(params HttpAnswer[] runs) => Compare(string.Empty, runs);

        public HttpAnswer Compare(string extraQuery, params HttpAnswer[] runs)
        {
            var ids = string.Join(',', runs.Select(run => run["run_id"].GetString()));
            var answer = Server.Get($"/api/backtests/compare?ids={ids}{extraQuery}");
            answer.Status.ShouldBe(200, answer.Text);
            return answer;
        }

        public void Dispose() => Server.Dispose();
    }
}
