using System.Text.Json;
using Bokgi.IntegrationTests.Lake;
using Bokgi.Markets;
using Bokgi.UnitTests;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.CommandLine;

public sealed class LoadFormatTests(ExternalParquetReaders otherPrograms) : IClassFixture<ExternalParquetReaders>, IDisposable
{
    private static readonly string[] Columns = ["timestamp", "symbol", "timeframe", "open", "high", "low", "close", "volume"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_OneDayAsStartAndEnd_GivesTheWholeKoreanDay()
    {
        var rows = ReadRows(Load("--symbols=BTC_KRW", "--timeframe=1H", "--start=2024-06-15", "--end=2024-06-15", "--format=json"));

        rows.Count.ShouldBe(24);
        rows[0].ShouldBe(["2024-06-14T15:00:00Z", "BTC_KRW", "1H", 94_909_000.0, 94_930_000.0, 94_218_000.0, 94_303_000.0, 90.55207387]);
        rows[^1][0].ShouldBe("2024-06-15T14:00:00Z");
    }

    [Fact]
    public void Load_OneKoreanYear_GivesAllBarsOfTheLake()
    {
        var rows = ReadRows(Load("--symbols=KRW-BTC", "--timeframe=1h", "--start=2024-01-01", "--end=2024-12-31", "--format=json"));

        // The year has 8,784 hours, of which the lake lacks 14.
        (rows.Count, rows[0][0], rows[^1][0]).ShouldBe((8_770, "2023-12-31T15:00:00Z", "2024-12-31T14:00:00Z"));
    }

    [Fact]
    public void Load_SeveralSymbols_AreOrderedByTimeThenSymbol()
    {
        var rows = ReadRows(
            Load("--symbols=XRP_KRW,BTC_KRW", "--timeframe=1H", "--start=2024-06-15T00:00Z", "--end=2024-06-15T01:00Z", "--format=json")
        );

        rows.Select(row => $"{row[0]} {row[1]}")
            .ShouldBe([
                "2024-06-15T00:00:00Z BTC_KRW",
                "2024-06-15T00:00:00Z XRP_KRW",
                "2024-06-15T01:00:00Z BTC_KRW",
                "2024-06-15T01:00:00Z XRP_KRW",
            ]);
    }

    [Theory]
    [InlineData("duckdb", "parquet")]
    [InlineData("duckdb", "csv")]
    [InlineData("duckdb", "json")]
    [InlineData("polars", "parquet")]
    [InlineData("polars", "csv")]
    [InlineData("polars", "arrow")]
    public void Load_EachFormat_IsReadIdenticallyByOtherPrograms(string program, string format)
    {
        string[] selection = ["--symbols=BTC_KRW,DOGE_KRW", "--timeframe=1M", "--start=2025-09-10", "--end=2025-09-11"];
        var file = folder.PathOf($"candles.{format}");
        var piped = Load([.. selection, $"--format={format}"]).OutputBytes;

        Load([.. selection, $"--format={format}", $"--output={file}"]).OutputBytes.ShouldBeEmpty();
        var table = otherPrograms.Read(program, file);

        table.Columns.Select(column => column.Name).ShouldBe(Columns);
        var expected = ReadRows(Load([.. selection, "--format=json"]));
        expected.Count.ShouldBe(5_759); // 2 markets × 2 days × 1,440 minutes, less one bar that the lake lacks
        table.Rows.Select(ReadCells).Zip(expected).Count(pair => !pair.First.SequenceEqual(pair.Second)).ShouldBe(0);
        table.Rows.Count.ShouldBe(expected.Count);
        File.ReadAllBytes(file).AsSpan().SequenceEqual(piped).ShouldBeTrue("a pipe gets the same bytes");
        Directory.GetFiles(folder.Path).ShouldBe([file]);
    }

    [Theory]
    [InlineData("duckdb", "parquet")]
    [InlineData("polars", "arrow")]
    public void Load_TypedFormat_HasTimesInUtcAndFloats(string program, string format)
    {
        var file = folder.PathOf($"candles.{format}");
        Load("--symbols=BTC_KRW", "--timeframe=1H", "--start=2024-06-15", "--end=2024-06-15", $"--format={format}", $"--output={file}");

        var types = otherPrograms.Read(program, file).Columns.Select(column => column.Type).ToArray();

        types[0].ShouldBe(program == "duckdb" ? "TIMESTAMP WITH TIME ZONE" : "DataType(Datetime(us,UTC))");
        types[3..].Distinct().ShouldBe([program == "duckdb" ? "DOUBLE" : "DataType(Float64)"]); // open, high, low, close and volume
    }

    [Fact]
    public void Load_CellWithoutValue_IsEmptyInCsvAndNullInJson()
    {
        folder.WriteHours("BTC_KRW", 2, (i, candle) => i == 1 ? candle with { Volume = double.NaN } : candle);
        string[] load = ["load", "--symbols=BTC_KRW", "--timeframe=1H", "--data-root", folder.Path];

        var csv = BokgiProcess.RunSuccessfully([.. load, "--format=csv"]).Out;
        var json = BokgiProcess.RunSuccessfully([.. load, "--format=json"]).Json;

        csv.ShouldBe(
            """
            timestamp,symbol,timeframe,open,high,low,close,volume
            2024-01-01T00:00:00Z,BTC_KRW,1H,1000.0,1003.0,998.0,1001.0,1000.0
            2024-01-01T01:00:00Z,BTC_KRW,1H,1003.0,1006.0,1001.0,1004.0,

            """
        );
        json.GetProperty("volume").EnumerateArray().Select(cell => cell.ValueKind).ShouldBe([JsonValueKind.Number, JsonValueKind.Null]);
    }

    [Fact]
    public void Load_AsTable_ShowsOnlyTheFirstAndLastRows()
    {
        var table = Load("--symbols=BTC_KRW", "--timeframe=1H", "--start=2024-01-01", "--end=2024-12-31").Out;

        table.ShouldContain("2023-12-31T15:00:00Z   BTC_KRW   1H");
        table.ShouldContain("2024-12-31T14:00:00Z   BTC_KRW   1H");
        table.ShouldContain("8,770 rows");
        table.Split('\n').Length.ShouldBeLessThan(40);
    }

    private static BokgiResult Load(params IEnumerable<string> options) =>
        BokgiProcess.RunSuccessfully(["load", "--data-root", SharedData.Require("lake"), .. options]);

    // Turns the columns of the program's own JSON into rows.
    private static List<object?[]> ReadRows(BokgiResult load)
    {
        var columns = Columns.Select(name => load.Json.GetProperty(name).EnumerateArray().ToArray()).ToArray();
        load.Json.EnumerateObject().Select(column => column.Name).ShouldBe(Columns);
        return [.. Enumerable.Range(0, columns[0].Length).Select(row => columns.Select(column => ReadCell(column[row])).ToArray())];
    }

    // Returns the cells of a row as they are in the program's own JSON. A column that another program recognises as times arrives in microseconds.
    private static object?[] ReadCells(IReadOnlyList<JsonElement> row) =>
        [
            row[0].ValueKind == JsonValueKind.Number ? UnixTime.Format(row[0].GetInt64()) : row[0].GetString(),
            .. row.Skip(1).Select(ReadCell),
        ];

    private static object? ReadCell(JsonElement cell) =>
        cell.ValueKind switch
        {
            JsonValueKind.Number => cell.GetDouble(),
            JsonValueKind.String => cell.GetString(),
            _ => null,
        };
}
