using System.IO.Compression;
using System.Text;
using Apache.Arrow.Ipc;
using Bokgi.MarketData.Lake;
using Bokgi.MarketData.Lake.Import;
using Bokgi.Series;
using Bokgi.UnitTests.Import;
using Xunit;

namespace Bokgi.UnitTests.Fuzzing;

/// <summary>The import must read or refuse damaged CSV, JSON and Arrow files, plain and compressed.</summary>
[Collection(NotInParallel.Name)]
public sealed class ImportFuzzTests : IDisposable
{
    private readonly ImportSetup setup = new();

    public void Dispose() => setup.Dispose();

    [Fact]
    public void Csv_Damaged_IsReadOrRefused() =>
        Fuzz.Run(
            "csv",
            150,
            [
                Bytes(",open,high,low,close,volume\n2024-01-01 09:00:00,1,2,1,2,3\n2024-01-02 09:00:00,1,2,1,2,3\n"),
                Bytes("1704067200000,1,2,1,2,3\n1704153600000,1,2,1,2,3\n"),
                Bytes("시각,시가,고가,저가,종가,거래량\r\n\"2024-01-01 09:00\",1.5,2,1,2,3\r\n\"2024-01-02 09:00\",1,2,1,2,3\r\n"),
                Bytes("timestamp,symbol,interval,open,high,low,close,volume\n2024-01-01T00:00:00Z,BTCKRW,1d,1,2,1,2,3e2\n"),
                Bytes(
                    "https://www.CryptoDataDownload.com\nUnix,Date,Symbol,Open,High,Low,Close,Volume BTC,Volume KRW\n"
                        + "1704153600,2024-01-02 00:00:00,BTC/KRW,1,2,1,2,3,4\n1704067200,2024-01-01 00:00:00,BTC/KRW,1,2,1,2,3,4\n"
                ),
                Bytes(
                    "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\n2024.01.01\t00:00:00\t1\t2\t1\t2\t9\t3\n2024.01.02\t00:00:00\t1\t2\t1\t2\t9\t3\n"
                ),
                [
                    0xFF, // the byte order mark of UTF-16
                    0xFE,
                    .. Encoding.Unicode.GetBytes("날짜;시가;고가;저가;종가;거래량\r\n2024-01-01;1.5;2;1;2;3\r\n2024-01-02;1.5;2;1;2;3\r\n"),
                ],
            ],
            bytes => Read("BTC_KRW_1d.csv", bytes),
            IsRefusal
        );

    [Fact]
    public void Json_Damaged_IsReadOrRefused() =>
        Fuzz.Run(
            "json",
            200,
            [
                Bytes("""[[1704067200000,"1","2","1","2","3"],[1704153600000,"1","2","1","2","3"]]"""),
                Bytes("""{"code":0,"data":[[1704067200000,"1","2","1","2","3"],[1704153600000,"1","2","1","2","3"]]}"""),
                Bytes(
                    """{"open":{"1704067200000":1,"1704153600000":1},"high":{"1704067200000":2,"1704153600000":2},"low":{"1704067200000":1,"1704153600000":1},"close":{"1704067200000":2,"1704153600000":2},"volume":{"1704067200000":3,"1704153600000":3}}"""
                ),
                Bytes(
                    """{"columns":["open","high","low","close","volume"],"index":[1704067200000,1704153600000],"data":[[1,2,1,2,3],[1,2,1,2,3]]}"""
                ),
                Bytes("""{"t":[1704067200,1704153600],"o":[1,1],"h":[2,2],"l":[1,1],"c":[2,2],"v":[3,3]}"""),
                Bytes(
                    "{\"time\":1704067200,\"open\":1,\"high\":2,\"low\":1,\"close\":2,\"volume\":3}\n{\"time\":1704153600,\"open\":1,\"high\":2,\"low\":1,\"close\":2,\"volume\":3}\n"
                ),
                Bytes(
                    """
                    [{"market":"KRW-BTC","candle_date_time_utc":"2024-01-02T00:00:00","candle_date_time_kst":"2024-01-02T09:00:00","opening_price":1,
                      "high_price":2,"low_price":1.0,"trade_price":2,"timestamp":1704240000000,"candle_acc_trade_volume":3.25,"unit":1440},
                     {"market":"KRW-BTC","candle_date_time_utc":"2024-01-01T00:00:00","candle_date_time_kst":"2024-01-01T09:00:00","opening_price":1,
                      "high_price":2,"low_price":1.0,"trade_price":2,"timestamp":1704153600000,"candle_acc_trade_volume":3.25,"unit":1440}]
                    """
                ),
            ],
            bytes => Read("BTC_KRW_1d.json", bytes),
            IsRefusal
        );

    [Theory]
    [InlineData(true, null)]
    [InlineData(true, CompressionCodecType.Lz4Frame)]
    [InlineData(false, CompressionCodecType.Zstd)]
    public void Arrow_Damaged_IsReadOrRefused(bool usesFileFormat, CompressionCodecType? codec)
    {
        Candle[] days = [.. Enumerable.Range(0, 40).Select(i => new Candle((1_704_067_200L + (i * 86_400)) * 1_000_000, 1, 2, 1, 2, 3))];
        var path = Path.Combine(setup.Folder, "whole.feather");
        ArrowSample.Write(path, days, usesFileFormat, hasZone: true, codec);
        Fuzz.Run($"arrow-{usesFileFormat}-{codec}", 60, [File.ReadAllBytes(path)], bytes => Read("BTC_KRW_1d.feather", bytes), IsRefusal);
    }

    [Fact]
    public void Zip_Damaged_IsReadOrRefused()
    {
        using var compressed = new MemoryStream();
        using (var archive = new ZipArchive(compressed, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("BTCKRW-1d-2024-01.csv").Open();
            entry.Write(Bytes("1704067200000,1,2,1,2,3\n1704153600000,1,2,1,2,3\n"));
        }

        Fuzz.Run("zip", 100, [compressed.ToArray()], bytes => Read("BTC_KRW_1d.zip", bytes), IsRefusal);
    }

    [Fact]
    public void Gzip_Damaged_IsReadOrRefused() =>
        Fuzz.Run(
            "gzip",
            50,
            [Compress("1704067200000,1,2,1,2,3\n1704153600000,1,2,1,2,3\n"), Compress("""[[1704067200000,"1","2","1","2","3"]]""")],
            bytes => Read("BTC_KRW_1d.gz", bytes),
            IsRefusal
        );

    // Busy would mean that a lock is held, not that the file is damaged. The message must be short: it must not repeat much of the file.
    private static bool IsRefusal(Exception e) => e is LakeException { Kind: not LakeErrorKind.Busy, Message.Length: < 1_500 };

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Compress(string text)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
            gzip.Write(Bytes(text));
        return compressed.ToArray();
    }

    private void Read(string name, byte[] bytes)
    {
        var path = Path.Combine(setup.Folder, name);
        File.WriteAllBytes(path, bytes);
        try
        {
            setup.Importer.Read(path, new ImportOptions()).Dispose();
        }
        finally
        {
            File.Delete(path);
        }
    }
}
