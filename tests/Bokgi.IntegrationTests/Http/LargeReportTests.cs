using System.Diagnostics;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

public sealed class LargeReportTests(ITestOutputHelper output) : IDisposable
{
    private const int MaxBytes = 3 * 1024 * 1024;

    private readonly HttpServer server = new();

    public void Dispose() => server.Dispose();

    // The time is printed, not asserted: it depends on the machine.
    [Fact]
    public void Report_TenThousandTrades_ListsAllInUnderThreeMegabytes()
    {
        // Every tenth candle gives a signal; the trade of the last signal needs two more candles.
        SampleLake.WriteHours(server.DataRoot, "BTC_KRW", 100_002);
        var run = server.RunBacktest(
            """{"strategy":"volume_long_candle","symbols":["BTC_KRW"],"start_date":"2024-01-01","end_date":"2039-12-31","timeframe":"1H"}"""
        );
        run["total_trades"].GetInt32().ShouldBe(10_000);
        var path = $"/api/backtests/{run["run_id"].GetString()}/report?lang=ko";
        server.Get(path);

        var watch = Stopwatch.StartNew();
        var answer = server.Get(path);
        output.WriteLine(
            FormattableString.Invariant(
                $"10,000 trades: {watch.Elapsed.TotalMilliseconds:0} ms, {answer.Body.Length:N0} bytes; the target is 2,000 ms"
            )
        );

        answer.Body.Length.ShouldBeLessThan(MaxBytes);
        var page = new ReportPageReader(answer.Text);
        page.Rows("trades all").Count.ShouldBe(10_000);
        page.Rows("months").Count.ShouldBe(12);
        page.Text.ShouldContain("10,000건, 진입 순입니다.");
        page.Text.ShouldContain("인쇄본에는 처음 200건만 있습니다.");
    }
}
