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
}
