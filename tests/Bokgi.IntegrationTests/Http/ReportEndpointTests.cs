using System.Globalization;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

public sealed class ReportEndpointTests(ReportEndpointTests.ReportServer fixture) : IClassFixture<ReportEndpointTests.ReportServer>
{
    private readonly HttpServer server = fixture.Server;

    [Fact]
    public void Report_GoldenRun_ShowsItsFigures()
    {
        using var goldenServer = new HttpServer();
        goldenServer.CopySharedLake("BTC_KRW");
        var run = goldenServer.RunBacktest(
            """{"strategy":"volume_long_candle","symbols":["BTC_KRW"],"start_date":"2024-01-01","end_date":"2024-12-31","timeframe":"1H"}"""
        );

        var page = Page(goldenServer, run);

        page.Figure("Total return").ShouldBe("+1.10%");
        page.Figure("Win rate").ShouldBe("43.3%");
        page.Figure("Max drawdown").ShouldBe("5.08%");
        page.Figure("Sharpe ratio").ShouldBe("0.18");
        page.Figure("Sortino ratio").ShouldBe("0.30");
        page.Figure("Profit factor").ShouldBe("1.08");
        page.Figure("Expectancy").ShouldBe("+3,681");
        page.Figure("Fees paid").ShouldBe("590,666");
        page.Figure("Slippage paid").ShouldBe("118,133");
        page.Figure("SQN").ShouldBe("0.14");
        page.Figure("Trades").ShouldBe("30");
        page.Figure("Longest drawdown").ShouldBe("213 d");
        page.Setting("Run").ShouldBe(run["run_id"].GetString());
        page.Setting("Period").ShouldBe("2024-01-01 00:00 – 2025-01-01 00:00 KST");
        page.Setting("Costs").ShouldBe("fee 0.1%, slippage 0.02%, on each leg");
        page.Setting("Data fingerprint").ShouldBe(run["metadata", "data_fingerprint"].GetString());
        page.Rows("trades all").Count.ShouldBe(30);
        page.Rows("drawdowns")[0][0].ShouldBe("−5.08%");
        page.Rows("parameters")[0][1].ShouldBe("20");
        var months = page.Rows("months").ShouldHaveSingleItem();
        (months[0], months[^1]).ShouldBe(("2024", "+1.1%"));
        // The return of each of the twelve months is rounded by up to 0.0005, so their product differs from the total by up to 0.006.
        months[1..13].Select(Percent).Aggregate(1.0, (product, month) => product * (1 + month)).ShouldBe(1.011, 0.006);
        page.Text.ShouldContain("10,110,428 KRW (+1.10%)");
    }

    [Fact]
    public void Report_Page_LoadsNothingAndRunsNothing()
    {
        var answer = server.Get(fixture.Path);

        answer.Status.ShouldBe(200, answer.Text);
        answer.MediaType.ShouldBe("text/html");
        var policy = answer.Headers["Content-Security-Policy"];
        policy.ShouldStartWith("default-src 'none'; style-src 'sha256-");
        answer
            .Headers["Content-Disposition"]
            .ShouldBe(
                $"inline; filename=bokgi-report-{fixture.RunId[..13]}.html; filename*=UTF-8''bokgi-report-{fixture.RunId[..13]}.html"
            );
        var page = new ReportPageReader(answer.Text);
        // A meta element repeats the policy without frame-ancestors, which browsers would ignore there.
        page.ElementsNamed("meta").Select(meta => meta.Attribute("content")?.Value).ShouldContain(policy.Split("; frame-ancestors")[0]);
        page.AllElements.Select(element => element.Name.LocalName)
            .Intersect(["script", "link", "img", "iframe", "object", "form", "a"])
            .ShouldBeEmpty();
        page.AllElements.SelectMany(element => element.Attributes())
            .Where(attribute =>
                attribute.Name.LocalName is "src" or "href" or "style"
                || attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal)
            )
            .ShouldBeEmpty();
        var style = page.ElementsNamed("style").Single().Value;
        Convert
            .ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(style)))
            .ShouldBe(policy.Split("sha256-")[1].Split('\'')[0]);
        style.ShouldNotContain("url(");
        style.ShouldNotContain("@import");
    }

    [Fact]
    public void Report_TextsOfUsers_AreTextAndNotMarkup()
    {
        const string Note = "<script>alert('1')</script> & \"so\"";
        var run = server.RunBacktest(Body("BTC_KRW"));
        server
            .Send(
                HttpMethod.Patch,
                $"/api/backtests/{run["run_id"].GetString()}",
                System.Text.Json.JsonSerializer.Serialize(new { description = $"{Note}\u0001", tags = new[] { "<b>tag</b>" } })
            )
            .Status.ShouldBe(200);

        var page = Page(server, run);

        page.ElementsOfClass("description").Single().Value.ShouldBe($"{Note}\uFFFD", "XML cannot contain \\u0001");
        page.ElementsOfClass("tags").Single().Value.Trim().ShouldBe("<b>tag</b>");
        page.ElementsNamed("script").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("?lang=ko", null, "ko")]
    [InlineData("?lang=en", "ko", "en")]
    [InlineData("", "ko-KR,ko;q=0.9,en-US;q=0.8", "ko")]
    [InlineData("", "fr, en;q=0.5, ko;q=0.7", "ko")]
    [InlineData("", "en-GB,ko;q=0.4", "en")]
    [InlineData("", ";;;", "en")]
    [InlineData("", null, "en")]
    public void Report_Language_IsTheRequestedOrPreferredOne(string query, string? acceptLanguage, string expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, fixture.Path + query);
        if (acceptLanguage is not null)
            request.Headers.TryAddWithoutValidation("Accept-Language", acceptLanguage);

        var page = new ReportPageReader(server.Send(request).Text);

        page.Language.ShouldBe(expected);
        page.ElementsNamed("h2").First().Value.ShouldBe(expected == "ko" ? "주요 지표" : "Key figures");
    }

    [Fact]
    public void Report_UnknownLanguage_IsRefused() =>
        server.Get($"{fixture.Path}?lang=fr").ShouldBeProblem(422, "lang cannot be 'fr'; give en or ko", "lang");

    [Fact]
    public void Report_CandlesWithJumpsAndGaps_WarnsInItsLanguage()
    {
        SampleLake.WriteHours(
            server.DataRoot,
            "RDN_KRW",
            200,
            (i, candle) =>
            {
                var (laterHours, factor) = i < 150 ? (0, 1) : (10, 1_000);
                return candle with
                {
                    TimeUtc = candle.TimeUtc + (laterHours * 3_600_000_000L),
                    Open = candle.Open * factor,
                    High = candle.High * factor,
                    Low = candle.Low * factor,
                    Close = candle.Close * factor,
                };
            }
        );
        SampleLake.WriteHours(server.DataRoot, "BAD_KRW", 20, (_, candle) => candle with { High = candle.Low - 1 });
        var run = server.RunBacktest(Body("RDN_KRW", "BAD_KRW"));

        var english = Page(server, run);
        var korean = new ReportPageReader(server.Get($"/api/backtests/{run["run_id"].GetString()}/report?lang=ko").Text);

        string[] warnings = [.. run["warnings"].EnumerateArray().Select(warning => warning.GetString()!)];
        warnings.Length.ShouldBe(3);
        warnings[0].ShouldStartWith("BAD_KRW was left out: all 20 candles in the range are invalid (outside_high_low)");
        warnings[1].ShouldStartWith("RDN_KRW: 10 of 210 expected bars are missing for an unknown reason (coverage 95.24 %)");
        warnings[2].ShouldStartWith("RDN_KRW: a price jump of +9"); // about +97,000 %
        english.ElementsOfClass("warnings").Single().Descendants().Select(element => element.Value).ShouldContain(warnings[1]);
        english.Text.ShouldContain(warnings[0]);
        english.Text.ShouldContain(warnings[2]);
        korean.Text.ShouldContain("RDN_KRW: 있어야 할 캔들 210개 가운데 10개가 알 수 없는 이유로 비어 있습니다(커버리지 95.24 %)");
        korean.Text.ShouldContain("RDN_KRW: 종가 급변이 1건 있고, 가장 큰 것은 2024-01-07T16:00:00Z의 +9");
        korean.Text.ShouldContain("BAD_KRW: 이 기간의 캔들 20개가 모두 잘못되어(outside_high_low) 제외했고");
    }

    [Fact]
    public void Report_InactiveSymbol_IsNotCounted()
    {
        var run = server.RunBacktest(Body("BTC_KRW", "ETH_KRW"));
        var path = $"/api/backtests/{run["run_id"].GetString()}";
        Page(server, run).Rows("symbols").Count.ShouldBe(2);
        var totals = server.Send(HttpMethod.Patch, $"{path}/symbols/BTC_KRW", """{"is_active":false}""")["totals"];

        var page = Page(server, run);

        page.Setting("Inactive, not included").ShouldBe("BTC_KRW");
        page.Setting("Initial cash").ShouldBe("5,000,000 KRW (5,000,000 for each market)");
        page.Rows("symbols").ShouldBeEmpty();
        page.Rows("trades all").Count.ShouldBe(totals.GetProperty("trades").GetInt32());
        page.Rows("trades all").ShouldAllBe(row => row[0] == "ETH_KRW");
        Percent(page.Figure("Total return")).ShouldBe(totals.GetProperty("total_return").GetDouble(), 5e-5);
    }

    [Fact]
    public void Report_NoTrade_StatesThatThereWereNone()
    {
        var page = Page(
            server,
            server.RunBacktest(Body("BTC_KRW").Replace("\"params\":{}", "\"params\":{\"vol_multiplier\":10}", StringComparison.Ordinal))
        );

        page.Figure("Trades").ShouldBe("0");
        (page.Figure("Win rate"), page.Figure("Sharpe ratio"), page.Figure("Expectancy")).ShouldBe(("–", "–", "–"));
        page.Figure("Total return").ShouldBe("0.00%");
        page.Text.ShouldContain("There were no trades.");
        page.Text.ShouldContain("Equity never fell below a peak.");
        page.Rows("trades all").ShouldBeEmpty();
        page.Text.ShouldNotContain("NaN");
    }

    [Fact]
    public void Report_OneTrade_IsDrawn()
    {
        // The first signal is at hour 9, 18:00 in Korea; the position is entered an hour later and exited an hour after that.
        var page = Page(server, server.RunBacktest(Body("BTC_KRW").Replace("2024-12-31", "2024-01-01T20:00", StringComparison.Ordinal)));

        page.Figure("Trades").ShouldBe("1");
        page.Figure("SQN").ShouldBe("–");
        page.Rows("trades all").ShouldHaveSingleItem()[1..3].ShouldBe(["2024-01-01 19:00", "2024-01-01 20:00"]);
        page.ElementsNamed("rect").Count().ShouldBe(1);
        page.Text.ShouldContain("Trades: only 1.");
        page.Text.ShouldNotContain("NaN");
    }

    [Fact]
    public void Report_OverFiftySymbols_ShowsTheBestAndTheWorstAndFoldsTheOthers()
    {
        using var ownServer = new HttpServer();
        string[] symbols = [.. Enumerable.Range(0, 60).Select(i => $"C{i:00}_KRW")];
        foreach (var (i, symbol) in symbols.Index())
            SampleLake.WriteHours(
                ownServer.DataRoot,
                symbol,
                60,
                (_, candle) => candle with { Close = candle.Close + (i / 100.0), High = candle.High + 1 }
            );

        var page = Page(ownServer, ownServer.RunBacktest(Body([.. symbols, "GONE_KRW"])));

        page.Rows("symbols").Count.ShouldBe(60);
        page.Rows("symbols").Select(row => row[0]).Order().ShouldBe(symbols);
        page.ElementsNamed("h3").Select(title => title.Value).ShouldContain("The worst 25");
        page.Setting("Markets").ShouldEndWith("C11_KRW and 48 more");
        page.Text.ShouldContain("GONE_KRW: no candles in this range");
    }

    // An empty cell counts as 0. The report writes the minus sign U+2212 instead of a hyphen.
    private static double Percent(string text) =>
        text.Length == 0 ? 0 : double.Parse(text.Replace('−', '-').TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture) / 100;

    private static ReportPageReader Page(HttpServer server, HttpAnswer run)
    {
        var answer = server.Get($"/api/backtests/{run["run_id"].GetString()}/report");
        answer.Status.ShouldBe(200, answer.Text);
        return new ReportPageReader(answer.Text);
    }

    private static string Body(params string[] symbols) =>
        $$"""{"strategy":"volume_long_candle","params":{},"symbols":["{{string.Join("\",\"", symbols)}}"],"start_date":"2024-01-01","end_date":"2024-12-31","timeframe":"1H"}""";

    /// <summary>A server with one run of one symbol.</summary>
    public sealed class ReportServer : IDisposable
    {
        private readonly Lazy<string> runId;

        public ReportServer()
        {
            SampleLake.WriteHours(Server.DataRoot, "BTC_KRW", 600);
            SampleLake.WriteHours(Server.DataRoot, "ETH_KRW", 600);
            runId = new Lazy<string>(() => Server.RunBacktest(Body("BTC_KRW"))["run_id"].GetString()!);
        }

        public HttpServer Server { get; } = new();

        public string RunId => runId.Value;

        public string Path => $"/api/backtests/{RunId}/report";

        public void Dispose() => Server.Dispose();
    }
}
