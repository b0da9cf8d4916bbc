using Bokgi.Markets;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Lake;

public sealed class InventoryTests : IDisposable
{
    private readonly TemporaryLake temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public void Inventory_FileLockedByAnotherProgram_IsListedWithAnIssue()
    {
        temp.Write("BTC_KRW", Timeframe.OneDay, TemporaryLake.Bar("2023-06-01T00:00Z", 1), TemporaryLake.Bar("2024-06-01T00:00Z", 2));
        using var lockedFile = new FileStream(temp.PathOf("BTC_KRW/1D/2023.parquet"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        var files = temp.Lake.Inventory();

        files.Select(file => (file.Year, file.Rows)).ShouldBe([(2023, 0L), (2024, 1L)]);
        files[0].Issues.ShouldBe(["cannot be opened: another program holds it, or the disk reports an error"]);
        files[1].Issues.ShouldBeEmpty();
    }

    [Fact]
    public void Inventory_GoodBadAndMisfiledFiles_AreAllListed()
    {
        temp.Write("BTC_KRW", Timeframe.OneHour, LakeReadTests.Bars);
        File.WriteAllText(temp.PathOf("BTC_KRW/1H/2022.parquet"), "no Parquet at all");
        new ExternalParquetFile().Prices(LakeReadTests.Bars).Save(temp.PathOf("ETH_KRW/1D/2024.parquet"));
        ExternalParquetFile.FromBars(LakeReadTests.Bars).WithoutStatistics().Save(temp.PathOf("ETH_KRW/1H/2020.parquet"));

        var files = temp.Lake.Inventory();
        files
            .Select(file => $"{file.Name} {file.Rows}")
            .ShouldBe([
                "BTC_KRW/1H/2022.parquet 0",
                "BTC_KRW/1H/2024.parquet 10",
                "ETH_KRW/1H/2020.parquet 10",
                "ETH_KRW/1D/2024.parquet 10",
            ]);
        files[0].Issues.Single().ShouldStartWith("BTC_KRW/1H/2022.parquet cannot be read as Parquet candles");
        files[1]
            .ShouldSatisfyAllConditions(
                f => (f.FirstUtc, f.LastUtc).ShouldBe((LakeReadTests.Bars[0].TimeUtc, LakeReadTests.Bars[9].TimeUtc)),
                f => f.Issues.ShouldBeEmpty(),
                f => f.Bytes.ShouldBe(new FileInfo(temp.PathOf(LakeReadTests.Year2024)).Length)
            );
        files[2].Issues.Single().ShouldContain("beyond the year 2020");
        files[3].Issues.Single().ShouldStartWith("lacks the column timestamp");
        temp.Lake.Inventory(Symbol.Parse("BTC_KRW"), Timeframe.OneHour, 2024).Count.ShouldBe(1);
    }
}
