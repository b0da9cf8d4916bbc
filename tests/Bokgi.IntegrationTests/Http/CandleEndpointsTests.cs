using System.Text;
using Bokgi.IntegrationTests.Lake;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

public sealed class CandleEndpointsTests(CandleEndpointsTests.CandleServer fixture, ExternalParquetReaders parquetReaders)
    : IClassFixture<CandleEndpointsTests.CandleServer>,
        IClassFixture<ExternalParquetReaders>
{
    private const string TwoSymbols = "/api/ohlcv?symbols=BTC_KRW,krw-eth&timeframe=1h";

    private readonly HttpServer server = fixture.Server;

    [Fact]
    public void Ohlcv_AsParquet_IsReadByDuckDb()
    {
        var path = Path.Combine(server.Folder, "candles.parquet");
        var answer = server.Get($"{TwoSymbols}&format=parquet&start_date=2024-01-02&end_date=2024-01-03");
        File.WriteAllBytes(path, answer.Body);

        var table = parquetReaders.Read("duckdb", path);

        answer.MediaType.ShouldBe("application/vnd.apache.parquet");
        table
            .Columns.Select(column => column.Name)
            .ShouldBe(["timestamp", "symbol", "timeframe", "open", "high", "low", "close", "volume"]);
        table.Rows.Count.ShouldBe(96); // two symbols, two days of 24 hours
        var first = table.Rows[0];
        const int FirstHour = 15; // January 2 begins in Korea at 15:00 UTC on January 1
        first[0].GetInt64().ShouldBe(SampleLake.StartUtc + (FirstHour * 3_600_000_000L));
        (first[1].GetString(), first[2].GetString(), first[6].GetDouble()).ShouldBe(
            ("BTC_KRW", "1H", SampleLake.SampleCandle(FirstHour).Close)
        );
    }

    [Fact]
    public void Ohlcv_AsJson_IsColumns()
    {
        var answer = server.Get("/api/ohlcv?symbols=BTC_KRW&timeframe=1H&start_date=2024-01-01T09:00&end_date=2024-01-01T10:00");

        answer.MediaType.ShouldBe("application/json");
        answer["timestamp"].GetRawText().ShouldBe("""["2024-01-01T00:00:00Z","2024-01-01T01:00:00Z"]""");
        answer["volume"].GetRawText().ShouldBe("[1000,1001]");
    }

    [Fact]
    public void Ohlcv_AsCsv_HasALineForEachRow() =>
        server.Get($"{TwoSymbols}&format=csv").Text.TrimEnd().Split('\n').Length.ShouldBe(1 + 300 + 200); // the header and the candles of each symbol

    [Fact]
    public void Ohlcv_AsArrow_IsAnArrowStream()
    {
        var answer = server.Get($"{TwoSymbols}&format=arrow");

        answer.MediaType.ShouldBe("application/vnd.apache.arrow.stream");
        BitConverter.ToInt32(answer.Body).ShouldBe(-1, "a stream begins with the continuation mark of its schema");
        Encoding.ASCII.GetString(answer.Body).ShouldContain("timeframe");
    }

    [Theory]
    [InlineData("symbols=XRP_KRW&timeframe=1H", 404, "1H")]
    [InlineData("symbols=BTC_KRW&timeframe=1H&start_date=2030-01-01", 404, "1H")]
    [InlineData("timeframe=1H", 422, "symbols is empty")]
    [InlineData("symbols=..%2F..%2Fetc&timeframe=1H", 422, "'../../etc' is not a symbol")]
    [InlineData("symbols=BTC_KRW&timeframe=7H", 422, "'7H' is not a timeframe")]
    [InlineData("symbols=BTC_KRW&timeframe=1H&start_date=2024-02-01&end_date=2024-01-01", 422, "swap them")]
    [InlineData("symbols=BTC_KRW&timeframe=1H&format=xlsx", 422, "format cannot be 'xlsx'")]
    [InlineData("symbols=BTC_KRW&timeframe=1H&format=table", 422, "format cannot be 'table'; give json or csv or parquet or arrow")]
    [InlineData("symbol=BTC_KRW&timeframe=1H", 422, "'symbol' is not a parameter of this route; there are symbols")]
    [InlineData("symbols=BAD_KRW&timeframe=1H", 400, "BAD_KRW/1H/2024.parquet")]
    public void Ohlcv_InvalidRequest_IsRefused(string query, int status, string detail) =>
        server.Get($"/api/ohlcv?{query}").ShouldBeProblem(status, detail);

    [Fact]
    public void Ohlcv_MoreSymbolsThanAllowed_IsRefused() =>
        server
            .Get($"/api/ohlcv?timeframe=1H&symbols={string.Join(',', Enumerable.Range(0, 1_001).Select(i => $"A{i}_KRW"))}")
            .ShouldBeProblem(422, "symbols names 1001 markets; give at most 1000", "symbols");

    [Fact]
    public void Inventory_Filters_FindTheFiles()
    {
        var page = server.Get("/api/data/inventory?symbol=eth_krw&timeframe=1h&year=2024");

        page["total_count"].GetInt32().ShouldBe(1);
        var file = page["files"][0];
        (file.GetProperty("symbol").GetString(), file.GetProperty("year").GetInt32(), file.GetProperty("rows").GetInt64()).ShouldBe(
            ("ETH_KRW", 2024, 200)
        );
        file.GetProperty("gaps").GetInt64().ShouldBe(20);
        file.GetProperty("first").GetString().ShouldBe("2024-01-01T00:00:00Z");
        server.Get("/api/data/inventory?limit=1&offset=1")["files"].GetArrayLength().ShouldBe(1);
        server.Get("/api/data/inventory?limit=0").ShouldBeProblem(422, "limit cannot be '0'; give a whole number from 1 to 1000", "limit");
        server.Get("/api/data/inventory?year=abc").ShouldBeProblem(422, "year cannot be 'abc'; give a whole number", "year");
        server.Get("/api/data/inventory?symbol=BAD_KRW")["files"][0].GetProperty("issues").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public void Quality_SymbolWithAGap_ReportsTheGapAndTheDailyCoverage()
    {
        var quality = server.Get("/api/data/quality?symbol=ETH_KRW&timeframe=1H");

        quality["report", "expected_bars"].GetInt64().ShouldBe(220);
        quality["report", "gaps"][0].GetProperty("bars").GetInt64().ShouldBe(20);
        var days = quality["coverage_per_day"]
            .EnumerateArray()
            .Select(day =>
                (
                    Date: day.GetProperty("date").GetString(),
                    Bars: day.GetProperty("bars").GetInt32(),
                    ExpectedBars: day.GetProperty("expected_bars").GetInt32()
                )
            )
            .ToList();
        // In Korean time: 100 hours of candles from 09:00 on January 1, then a gap of 20 hours from 13:00 on January 5, then 100 more hours.
        days[0].ShouldBe(("2024-01-01", 15, 15));
        days[1].ShouldBe(("2024-01-02", 24, 24));
        days[4].ShouldBe(("2024-01-05", 13, 24));
        days[5].ShouldBe(("2024-01-06", 15, 24));
        days.Sum(day => day.Bars).ShouldBe(200);
        days.Sum(day => day.ExpectedBars).ShouldBe(220);
        server.Get("/api/data/quality?symbol=XRP_KRW&timeframe=1H").ShouldBeProblem(404, "XRP_KRW has no 1H candle in the range");
        server.Get("/api/data/quality?timeframe=1H").ShouldBeProblem(422, "'' is not a symbol", "symbol");
    }

    /// <summary>A server over three symbols: one complete, one with a gap, and one whose file is broken.</summary>
    public sealed class CandleServer : IDisposable
    {
        public CandleServer()
        {
            SampleLake.WriteHours(Server.DataRoot, "BTC_KRW", 300);
            SampleLake.WriteHours(
                Server.DataRoot,
                "ETH_KRW",
                200,
                (i, candle) => candle with { TimeUtc = candle.TimeUtc + (i < 100 ? 0 : 20 * 3_600_000_000L) }
            );
            var broken = Path.Combine(Server.DataRoot, "BAD_KRW", "1H");
            Directory.CreateDirectory(broken);
            File.WriteAllText(Path.Combine(broken, "2024.parquet"), "PAR1 this is none PAR1");
        }

        public HttpServer Server { get; } = new();

        public void Dispose() => Server.Dispose();
    }
}
