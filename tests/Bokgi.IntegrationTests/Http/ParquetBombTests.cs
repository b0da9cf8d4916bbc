using Bokgi.UnitTests;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

/// <summary>Requests for the candles of a file that has 647 bytes and claims to contain two hundred million rows.</summary>
public sealed class ParquetBombTests : IDisposable
{
    private readonly HttpServer server = new();

    public void Dispose() => server.Dispose();

    [Fact]
    public void Candles_OfAParquetBomb_AreRefusedForTheClaimedRowsAndOthersAreServed()
    {
        SampleLake.WriteHours(server.DataRoot, "BTC_KRW", 200);
        var bomb = Path.Combine(server.DataRoot, "BOMB_KRW", "1H", "2001.parquet");
        Directory.CreateDirectory(Path.GetDirectoryName(bomb)!);
        File.Copy(SharedData.Require("bombs", "rle200m.parquet"), bomb);
        const string claim = "BOMB_KRW/1H/2001.parquet claims 200,000,000 rows; the limit for a year of 1H candles is 17,520 rows";

        server.Get("/api/ohlcv?symbols=BOMB_KRW&timeframe=1H").ShouldBeProblem(400, claim);
        server.Get("/api/ohlcv?symbols=BTC_KRW,BOMB_KRW&timeframe=1H&format=parquet").ShouldBeProblem(400, claim);
        server.Get("/api/data/quality?symbol=BOMB_KRW&timeframe=1H").ShouldBeProblem(400, claim);
        server.Get("/api/data/quality?symbol=BTC_KRW&timeframe=1H").Status.ShouldBe(200);
        var inventory = server.Get("/api/data/inventory");
        inventory.Status.ShouldBe(200);
        inventory["total_count"].GetInt32().ShouldBe(2);
        inventory.Text.ShouldContain("claims 200,000,000 rows");
    }
}
