using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Lake;

public sealed class ExternalParquetReadersTests(ExternalParquetReaders peers) : IClassFixture<ExternalParquetReaders>
{
    [Theory]
    [MemberData(nameof(ExternalParquetReaders.Names), MemberType = typeof(ExternalParquetReaders))]
    public void Write_SeveralRowGroups_AreReadIdenticallyByOtherPrograms(string program)
    {
        var root = Directory.CreateTempSubdirectory("bokgi-peers-").FullName;
        try
        {
            // More rows than a row group holds, so that the second group is read too.
            using var rows = new CandleColumns();
            for (var i = 0; i < 70_000; i++)
                rows.Add(
                    new Candle(1_704_067_200_000_000 + (i * 60_000_000L), 100 + (i % 7), 110.125, 90.1 + (i / 1e6), 100 + (i % 11), i / 3.0)
                );
            new CandleLake(root).Write(Symbol.Parse("BTC_KRW"), Timeframe.OneMinute, rows, cancel: TestContext.Current.CancellationToken);

            var table = peers.Read(program, Path.Combine(root, "BTC_KRW", "1M", "2024.parquet"));
            table.Columns.Select(column => column.Name).ShouldBe(["timestamp", "open", "high", "low", "close", "volume"]);
            table.Columns[0].Type.ShouldBe(program == "duckdb" ? "TIMESTAMP WITH TIME ZONE" : "DataType(Datetime(us,UTC))");
            table.Rows.Count.ShouldBe(70_000);
            for (var i = 0; i < rows.Count; i++)
            {
                var row = table.Rows[i];
                new Candle(
                    row[0].GetInt64(),
                    row[1].GetDouble(),
                    row[2].GetDouble(),
                    row[3].GetDouble(),
                    row[4].GetDouble(),
                    row[5].GetDouble()
                ).ShouldBe(rows[i]);
            }
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
