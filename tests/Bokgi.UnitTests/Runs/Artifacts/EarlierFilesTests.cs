using System.Text;
using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Rows;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Runs.Artifacts;

/// <summary>
/// The folder Earlier has the files of a run that version 0.1.0 stored (two synthetic markets, four days of hourly candles, zone strategy), and
/// the CSV files that version 0.1.0 exported from them.
/// </summary>
public sealed class EarlierFilesTests
{
    private static readonly string Folder = Path.Combine(
        SharedData.RepositoryRoot,
        "tests",
        "Bokgi.UnitTests",
        "Runs",
        "Artifacts",
        "Earlier"
    );

    [Theory]
    [InlineData(ArtifactNames.Trades, 36)]
    [InlineData(ArtifactNames.Signals, 70)]
    public void Read_RowsOfAnEarlierVersion_AreThoseThatItExported(string table, int rows)
    {
        using var reader = Open(table);
        var rowTable = new RowTable(reader.Columns, Enumerable.Range(0, reader.GroupCount).Select(ReadGroup));
        using var csv = new MemoryStream();

        RowFile.Write(rowTable, RowFormat.Csv, csv);

        // Skips the header lines, which differ: in the export, a signal's details have the names that the strategy gives them.
        var expected = File.ReadAllLines(Path.Combine(Folder, $"{table}.csv"))[1..];
        expected.Length.ShouldBe(rows);
        Encoding.UTF8.GetString(csv.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..].ShouldBe(expected);

        Array[] ReadGroup(int group) => [.. reader.Columns.Select(column => reader.Read(column, group, 0, reader.RowCount(group)))];
    }

    [Fact]
    public void Read_EquityOfAnEarlierVersion_HasEachBarOfBothMarkets()
    {
        using var reader = Open(ArtifactNames.Equity);

        Enumerable.Range(0, reader.GroupCount).Select(reader.RowCount).ShouldBe([96, 96]);
        reader
            .Read<long>(1, "timestamp")[0]
            .ShouldBe(new DateTimeOffset(2024, 2, 29, 15, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1_000);
        reader.Read<double>(0, "equity")[0].ShouldBe(5_000_000);
        reader.HasColumn(RunArtifacts.CloseColumn).ShouldBeTrue();
    }

    private static ArtifactReader Open(string table) =>
        new("run", [Path.Combine(Folder, ArtifactNames.ParquetFileOf(table))], table, isVerified: true);
}
