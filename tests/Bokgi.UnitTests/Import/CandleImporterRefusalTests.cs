using System.IO.Compression;
using System.Text;
using Bokgi.MarketData.Lake;
using Bokgi.MarketData.Lake.Import;
using Bokgi.Markets;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Import;

/// <summary>The importer refuses files that it cannot read completely, and names the place, the value and the remedy.</summary>
/// <remarks>The epoch 1704067200 is 2024-01-01T00:00Z.</remarks>
public sealed class CandleImporterRefusalTests : IDisposable
{
    private const string Header = "timestamp,open,high,low,close,volume\n";

    private readonly ImportSetup setup = new();

    public void Dispose() => setup.Dispose();

    [Fact]
    public void Read_ArrowStreamWithoutContent_IsReportedAsDamaged()
    {
        var path = setup.Write("BTC_KRW_1h.arrow", string.Empty);
        File.WriteAllBytes(path, [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]); // the mark of a message, and a length of 0, which ends the stream

        Should
            .Throw<LakeException>(() => setup.Importer.Read(path, new ImportOptions()).Dispose())
            .Message.ShouldContain("cannot be read as Arrow: it is damaged");
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData(Header, "has no rows")]
    [InlineData("when,open,high,low,close,volume\n1,1,1,1,1,1\n", "has no time column; its columns are when, open")]
    [InlineData("timestamp,open,high\n", "has no low, close, volume column")]
    [InlineData(Header + "2024-01-01,1,2,1,2,3\n2024-01-02,1,2,1,2\n", "line 3: it has 5 cells where the first line has 6")]
    [InlineData(Header + "2024-01-01,1,2,1,x2,3\n", "line 2: close ('close') is 'x2', which is not a number")]
    [InlineData(Header + "2024-01-01,\"1,5\",2,1,2,3\n", "line 2: open ('open') is '1,5', which is not a number")]
    [InlineData(Header + "2024-01-01,\"1.000,5\",2,1,2,3\n", "line 2: open ('open') is '1.000,5', which is not a number")]
    [InlineData(Header + "2024-01-01,1,2,1,2,\"1,5K\"\n", "line 2: volume ('volume') is '1,5K', which is not a number")]
    [InlineData(Header + "2024-01-01,1,2,1,2,\"10,00K\"\n", "line 2: volume ('volume') is '10,00K', which is not a number")]
    [InlineData("Price,1,2,3,4\nTicker,a,b,c,d\nDate,,,,\n", "has rows of 5 values; time,open,high,low,close,volume needs 6")]
    [InlineData("Price,1,2,1,2,3\n2024-01-01,1,2,1,2,3\n", "line 1: 'Price' is not a date or time")]
    [InlineData(Header + "01/02/2024,1,2,1,2,3\n", "line 2: '01/02/2024' is not a date or time")]
    [InlineData(Header + "20241301,1,2,1,2,3\n", "line 2: '20241301' is not a time; numbers must be seconds")]
    [InlineData(Header + "2024-02-30,1,2,1,2,3\n", "line 2: '2024-02-30' is not a date or time")]
    [InlineData(Header + "2024-01-01 25:00,1,2,1,2,3\n", "line 2: '2024-01-01 25:00' is not a date or time")]
    [InlineData(Header + "2024-01-01 13:00 PM,1,2,1,2,3\n", "line 2: '2024-01-01 13:00 PM' is not a date or time")]
    [InlineData(Header + "2024-01-01 00:00 PST,1,2,1,2,3\n", "line 2: '2024-01-01 00:00 PST' is not a date or time")]
    [InlineData(
        Header + "1969-12-31T00:00Z,1,2,1,2,3\n",
        "has times from 1969-12-31T00:00:00Z to 1969-12-31T00:00:00Z; they must lie in the years 1970 to 2999"
    )]
    [InlineData(Header + "9999-12-31T00:00Z,1,2,1,2,3\n", "they must lie in the years 1970 to 2999")]
    [InlineData(
        "timestamp,open,high,low,close,volume,vol\n",
        "has several columns for volume: volume, vol; specify one with --columns volume=NAME"
    )]
    [InlineData("{\"error\":{\"name\":404}}", "is JSON but not an array of candles")]
    [InlineData("[1,2]", "is an array of Number, not of candles")]
    [InlineData("[[1704067200000,\"1\",\"2\"]]", "has rows of 3 values; time,open,high,low,close,volume needs 6")]
    [InlineData("[[1704067200000,\"1\",\"2\",\"1\",\"2\",\"3\"],", "is not valid JSON")]
    [InlineData("[{\"\\ud800\":1}]", "is not valid JSON")]
    [InlineData("PK\u0003\u0004rest", "is damaged: its compressed data is damaged or cut off")]
    [InlineData("SQLite format 3\0rest", "is an SQLite database, which is not supported; export the table")]
    [InlineData("<!DOCTYPE html><html>", "is an HTML page, which is not supported; it is what a browser shows")]
    [InlineData(
        "version https://git-lfs.github.com/spec/v1\n",
        "is a Git LFS pointer and not the file itself, which is not supported; fetch the file with 'git lfs pull'"
    )]
    [InlineData("FEA1rest", "is a Feather file of version 1")]
    [InlineData("timestamp,open,high,low,close,volume\n\"2024-01-01,1,2,1,2,3\n", "cannot be read as CSV")]
    public void Read_UnreadableFile_NamesThePlaceTheValueAndTheRemedy(string text, string message)
    {
        var refusal = Should.Throw<LakeException>(() => setup.Read("KRW-BTC_1d.csv", text));

        refusal.Kind.ShouldBe(LakeErrorKind.MalformedFile);
        refusal.Message.ShouldContain(message);
        refusal.Message.ShouldNotContain(setup.Folder);
    }

    [Theory]
    [InlineData("unknown_1h.csv", null, "unknown_1h.csv does not identify its market; specify --symbol BASE_QUOTE")]
    [InlineData("KRW-BTC.csv", null, "KRW-BTC.csv does not say how long its bars are; specify --timeframe")]
    [InlineData("KRW-BTC_1h.csv", "JST", "'JST' is not a zone; use KST, UTC or an offset such as +09:00")]
    [InlineData("KRW-BTC_1h.csv", "+15:00", "'+15:00' is not a zone")]
    public void Read_MarketTimeframeOrZoneUnclear_AsksForTheOption(string name, string? zone, string message)
    {
        var refusal = Should.Throw<LakeException>(() => setup.Read(name, Header + "2024-01-01,1,2,1,2,3\n", new ImportOptions(Zone: zone)));

        refusal.Kind.ShouldBe(LakeErrorKind.InvalidInput);
        refusal.Message.ShouldContain(message);
    }

    [Fact]
    public void Read_RowsCloserThanTheTimeframe_IsRefused()
    {
        var refusal = Should.Throw<LakeException>(() =>
            setup.Read("KRW-BTC_1d.csv", Header + "2024-01-01T00:00,1,2,1,2,3\n2024-01-01T01:00,1,2,1,2,3\n")
        );

        refusal.Kind.ShouldBe(LakeErrorKind.InvalidInput);
        refusal.Message.ShouldContain("most rows are 1H apart, which is shorter than 1D (file name ('1d'))");
    }

    [Fact]
    public void Read_TwoMarketsInOneFile_IsRefused()
    {
        var refusal = Should.Throw<LakeException>(() =>
            setup.Read(
                "a_1d.csv",
                "timestamp,symbol,open,high,low,close,volume\n2024-01-01,BTCUSDT,1,2,1,2,3\n2024-01-02,ETHUSDT,1,2,1,2,3\n"
            )
        );

        refusal.Message.ShouldContain("line 3: symbol is 'ETHUSDT' after 'BTCUSDT'; split the file, one symbol each");
    }

    [Fact]
    public void Read_MissingFile_IsReportedWithoutItsFolder()
    {
        var refusal = Should.Throw<LakeException>(() => setup.Importer.Read(Path.Combine(setup.Folder, "none.csv"), new ImportOptions()));

        refusal.Kind.ShouldBe(LakeErrorKind.NotFound);
        refusal.Message.ShouldBe("there is no file 'none.csv' to import; check the path");
    }

    [Fact]
    public void Read_GzipCutShort_IsRefused()
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(
                Encoding.UTF8.GetBytes(
                    Header + string.Concat(Enumerable.Range(0, 500).Select(i => $"{1704067200 + (i * 86400)},1,{2 + i},1,2,{i}\n"))
                )
            );
        var path = Path.Combine(setup.Folder, "KRW-BTC_1d.csv.gz");
        File.WriteAllBytes(path, compressed.ToArray()[..(int)(compressed.Length / 2)]);

        Should
            .Throw<LakeException>(() => setup.Importer.Read(path, new ImportOptions(Timeframe: Timeframe.OneDay)))
            .Kind.ShouldBe(LakeErrorKind.MalformedFile);
    }

    [Theory]
    [InlineData(",open,high,low,close,volume\n2024-01-01 09:00:00,1,2,1,2,3\n2024-01-02 09:00:00,1,2,1,2,3\n")]
    [InlineData("1704067200000,1,2,1,2,3\n1704153600000,1,2,1,2,3\n")]
    [InlineData("[[1704067200000,\"1\",\"2\",\"1\",\"2\",\"3\",1],[1704153600000,\"1\",\"2\",\"1\",\"2\",\"3\",1]]")]
    [InlineData(
        "[{\"market\":\"KRW-BTC\",\"candle_date_time_utc\":\"2024-01-01T00:00:00\",\"opening_price\":1,\"high_price\":2,\"low_price\":1,\"trade_price\":2,\"candle_acc_trade_volume\":3}]"
    )]
    public void Read_AnyDamage_IsReadOrRefusedWithAShortMessage(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var path = Path.Combine(setup.Folder, "KRW-BTC_1d.csv");
        Gen.Select(Gen.Int[0, bytes.Length], Gen.Byte.Array[0, 12], Gen.Int[0, 12])
            .Sample(
                (position, inserted, removedCount) =>
                {
                    File.WriteAllBytes(
                        path,
                        [.. bytes[..position], .. inserted, .. bytes[Math.Min(position + removedCount, bytes.Length)..]]
                    );
                    try
                    {
                        setup.Importer.Read(path, new ImportOptions()).Dispose();
                    }
                    catch (LakeException refusal)
                    {
                        refusal.Message.Length.ShouldBeLessThan(1_000);
                    }
                },
                iter: 1_500,
                threads: 1
            );
    }

    [Fact]
    public void Apply_OnlyAFormingBar_IsRefused()
    {
        using var earlySetup = new ImportSetup(new DateTimeOffset(2024, 1, 1, 0, 30, 0, TimeSpan.Zero));
        using var plan = earlySetup.Read("KRW-BTC_1h.csv", Header + "1704067200,1,2,1,2,3\n");

        plan.Forming.ShouldBe(1);
        Should
            .Throw<LakeException>(() => earlySetup.Importer.Apply(plan))
            .Message.ShouldBe("KRW-BTC_1h.csv holds no finished bar; nothing to store");
    }
}
