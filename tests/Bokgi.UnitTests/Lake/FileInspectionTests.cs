using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Lake;

public sealed class FileInspectionTests
{
    [Fact]
    public void Inspect_FileWithoutRequiredColumns_ListsItsColumnsAndProblems()
    {
        using var temp = new TemporaryLake();
        new ExternalParquetFile().Texts("name", "a", "b").Doubles("open", 1, 2).Save(temp.PathOf("odd.parquet"));
        var inspection = temp.Lake.Inspect("odd.parquet");

        inspection.ShouldSatisfyAllConditions(
            i => (i.Rows, i.RowGroups, i.TimeColumn, i.IsSorted).ShouldBe((2L, 1, null, null)),
            i =>
                i.Columns.Select(column => $"{column.Name} {column.PhysicalType} {column.LogicalType}")
                    .ShouldBe(["name ByteArray String", "open Double "]),
            i => i.Problems.ShouldBe(["lacks the columns timestamp, high, low, close, volume (it has name, open)"])
        );
    }

    [Fact]
    public void Inspect_FileOfTheLake_ReportsHowItIsStored()
    {
        using var temp = new TemporaryLake();
        temp.Write("BTC_KRW", Timeframe.OneHour, LakeReadTests.Bars);
        var inspection = temp.Lake.Inspect(LakeReadTests.Year2024);

        inspection.ShouldSatisfyAllConditions(
            i => i.Problems.ShouldBeEmpty(),
            i =>
                (i.Rows, i.FirstUtc, i.LastUtc, i.IsSorted).ShouldBe(
                    (10L, LakeReadTests.Bars[0].TimeUtc, LakeReadTests.Bars[9].TimeUtc, true)
                ),
            i => i.Metadata["symbol"].ShouldBe("BTC_KRW"),
            i => i.Metadata["timeframe"].ShouldBe("1H"),
            i =>
                i.Columns[0]
                    .ShouldSatisfyAllConditions(
                        c => c.LogicalType.ShouldBe("Timestamp"),
                        c => c.Encodings.ShouldContain("DeltaBinaryPacked")
                    ),
            i =>
                i.Columns[1]
                    .ShouldSatisfyAllConditions(
                        c => c.Encodings.ShouldContain("ByteStreamSplit"),
                        c => c.Compression.ShouldBe("Zstd"),
                        c => c.IsNullable.ShouldBeFalse()
                    )
        );
    }

    [Fact]
    public void Inspect_MissingFileOrNotParquet_IsRefused()
    {
        using var temp = new TemporaryLake();
        File.WriteAllText(temp.PathOf("text.parquet"), "timestamp,open");
        Should.Throw<LakeException>(() => temp.Lake.Inspect("text.parquet")).Kind.ShouldBe(LakeErrorKind.MalformedFile);
        Should.Throw<LakeException>(() => temp.Lake.Inspect("absent.parquet")).Kind.ShouldBe(LakeErrorKind.NotFound);
    }
}
