using System.Globalization;
using System.IO.Compression;
using System.Text;
using Apache.Arrow.Ipc;
using Bokgi.MarketData.Lake;
using Bokgi.MarketData.Lake.Import;
using Bokgi.Markets;
using Bokgi.Series;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Import;

/// <summary>One file in the format of each source that docs/how-to/import.md names. All files contain the same two hourly bars.</summary>
public sealed class ImportCatalogueTests : IDisposable
{
    private const long FirstHourSeconds = 1_704_067_200; // seconds; 2024-01-01T00:00Z, 09:00 KST

    private static readonly Candle[] Hours = [Bar(0, 100, 110, 90, 105, 2.5), Bar(1, 105, 120, 100, 110, 3.5)];

    private readonly ImportSetup setup = new();

    public void Dispose() => setup.Dispose();

    [Theory]
    [InlineData(
        "Upbit, as JSON",
        "candles.json",
        """[{"market":"KRW-BTC","candle_date_time_utc":"2024-01-01T01:00:00","candle_date_time_kst":"2024-01-01T10:00:00","opening_price":105,"high_price":120,"low_price":100,"trade_price":110,"timestamp":1704074399990,"candle_acc_trade_price":385,"candle_acc_trade_volume":3.5,"unit":60},{"market":"KRW-BTC","candle_date_time_utc":"2024-01-01T00:00:00","candle_date_time_kst":"2024-01-01T09:00:00","opening_price":100,"high_price":110,"low_price":90,"trade_price":105,"timestamp":1704070799990,"candle_acc_trade_price":262.5,"candle_acc_trade_volume":2.5,"unit":60}]"""
    )]
    [InlineData(
        "Upbit, by pyupbit",
        "KRW-BTC_minute60.csv",
        ",open,high,low,close,volume,value\n2024-01-01 09:00:00,100,110,90,105,2.5,250\n2024-01-01 10:00:00,105,120,100,110,3.5,380\n"
    )]
    [InlineData(
        "Binance, as JSON",
        "BTCKRW-1h.json",
        """[[1704067200000,"100","110","90","105","2.5",1704070799999,"250",7,"1","100","0"],[1704070800000,"105","120","100","110","3.5",1704074399999,"380",9,"1","100","0"]]"""
    )]
    [InlineData(
        "Binance, from data.binance.vision, in microseconds",
        "BTCKRW-1h-2024-01.csv",
        "1704067200000000,100,110,90,105,2.5,1704070799999999,250,7,1,100,0\n1704070800000000,105,120,100,110,3.5,1704074399999999,380,9,1,100,0\n"
    )]
    [InlineData(
        "CryptoDataDownload",
        "Binance_BTCKRW_1h.csv",
        "https://www.CryptoDataDownload.com\nUnix,Date,Symbol,Open,High,Low,Close,Volume BTC,Volume KRW,tradecount\n1704070800000,2024-01-01 01:00:00,BTCKRW,105,120,100,110,3.5,380,9\n1704067200000,2024-01-01 00:00:00,BTCKRW,100,110,90,105,2.5,250,7\n"
    )]
    [InlineData(
        "CryptoDataDownload, old format",
        "Coinbase_BTCKRW_1h.csv",
        "Date,Symbol,Open,High,Low,Close,Volume BTC,Volume KRW\n2024-01-01 10-AM,BTCKRW,105,120,100,110,3.5,380\n2024-01-01 09-AM,BTCKRW,100,110,90,105,2.5,250\n"
    )]
    [InlineData(
        "Kaggle",
        "coinbase_BTC_KRW_1-hour_data.csv",
        "Timestamp,Open,High,Low,Close,Volume_(BTC),Volume_(Currency),Weighted_Price\n1704067200,100,110,90,105,2.5,250,100\n1704070800,105,120,100,110,3.5,380,108\n1704074400,NaN,NaN,NaN,NaN,NaN,NaN,NaN\n"
    )]
    [InlineData(
        "TradingView",
        "UPBIT_BTCKRW, 60.csv",
        "time,open,high,low,close,Volume\n2024-01-01T09:00:00+09:00,100,110,90,105,2.5\n2024-01-01T10:00:00+09:00,105,120,100,110,3.5\n"
    )]
    [InlineData(
        "Investing.com",
        "KRW-BTC 1h.csv",
        "\uFEFF\"날짜\",\"종가\",\"시가\",\"고가\",\"저가\",\"거래량\",\"변동 %\"\n\"2024- 01- 01 09:00\",\"105\",\"100\",\"110\",\"90\",\"2.5\",\"0.50%\"\n\"2024- 01- 01 10:00\",\"110\",\"105\",\"120\",\"100\",\"0.0035K\",\"0.50%\"\n"
    )]
    [InlineData("freqtrade", "BTC_KRW-1h.json", "[[1704067200000,100,110,90,105,2.5],[1704070800000,105,120,100,110,3.5]]")]
    [InlineData(
        "Bithumb",
        "BTC_KRW_1h.json",
        """{"status":"0000","data":[[1704067200000,"100","105","110","90","2.5"],[1704070800000,"105","110","120","100","3.5"]]}""",
        "bithumb"
    )]
    [InlineData(
        "KuCoin",
        "BTC-KRW_1h.json",
        """{"code":"200000","data":[["1704070800","105","110","120","100","3.5","380"],["1704067200","100","105","110","90","2.5","250"]]}""",
        "kucoin"
    )]
    [InlineData("Bitfinex", "BTC_KRW_1h.json", "[[1704070800000,105,110,120,100,3.5],[1704067200000,100,105,110,90,2.5]]", "bitfinex")]
    [InlineData("Coinbase", "BTC-KRW_1h.json", "[[1704070800,100,120,105,110,3.5],[1704067200,90,110,100,105,2.5]]", "coinbase")]
    [InlineData(
        "Gate.io",
        "BTC_KRW_1h.json",
        """[["1704067200","250","105","110","90","100","2.5","true"],["1704070800","380","110","120","100","105","3.5","true"]]""",
        "gateio"
    )]
    [InlineData(
        "Kraken",
        "BTC_KRW_60.json",
        """{"error":[],"result":{"XXBTZKRW":[[1704067200,"100","110","90","105","100","2.5",7],[1704070800,"105","120","100","110","108","3.5",9]],"last":1704070800}}""",
        "kraken"
    )]
    [InlineData("Kraken, its CSV", "BTCKRW_60.csv", "1704067200,100,110,90,105,2.5,7\n1704070800,105,120,100,110,3.5,9\n", "kraken")]
    [InlineData(
        "OKX",
        "BTC-KRW 1H.json",
        """{"code":"0","msg":"","data":[["1704070800000","105","120","100","110","3.5","380","380","1"],["1704067200000","100","110","90","105","2.5","250","250","1"]]}""",
        "okx"
    )]
    [InlineData(
        "Bybit",
        "BTCKRW_60.json",
        """{"retCode":0,"result":{"symbol":"BTCKRW","category":"spot","list":[["1704070800000","105","120","100","110","3.5","380"],["1704067200000","100","110","90","105","2.5","250"]]},"time":1704080000000}""",
        "bybit"
    )]
    [InlineData(
        "Bitget",
        "BTCKRW_1h.json",
        """{"code":"00000","data":[["1704067200000","100","110","90","105","2.5","250","250"],["1704070800000","105","120","100","110","3.5","380","380"]]}""",
        "bitget"
    )]
    [InlineData(
        "MEXC",
        "BTCKRW_1h.json",
        """[[1704067200000,"100","110","90","105","2.5",1704070800000,"250"],[1704070800000,"105","120","100","110","3.5",1704074400000,"380"]]""",
        "mexc"
    )]
    [InlineData(
        "pandas, split",
        "BTC_KRW_1h.json",
        """{"columns":["open","high","low","close","volume"],"index":[1704067200000,1704070800000],"data":[[100,110,90,105,2.5],[105,120,100,110,3.5]]}"""
    )]
    [InlineData(
        "pandas, index",
        "BTC_KRW_1h.json",
        """{"1704067200000":{"open":100,"high":110,"low":90,"close":105,"volume":2.5},"1704070800000":{"open":105,"high":120,"low":100,"close":110,"volume":3.5}}"""
    )]
    [InlineData(
        "pandas, columns",
        "BTC_KRW_1h.json",
        """{"open":{"1704067200000":100,"1704070800000":105},"high":{"1704067200000":110,"1704070800000":120},"low":{"1704067200000":90,"1704070800000":100},"close":{"1704067200000":105,"1704070800000":110},"volume":{"1704067200000":2.5,"1704070800000":3.5}}"""
    )]
    [InlineData(
        "pandas, table",
        "BTC_KRW_1h.json",
        """{"schema":{"fields":[{"name":"time","type":"datetime"}]},"data":[{"time":"2024-01-01T00:00:00.000Z","open":100,"high":110,"low":90,"close":105,"volume":2.5},{"time":"2024-01-01T01:00:00.000Z","open":105,"high":120,"low":100,"close":110,"volume":3.5}]}"""
    )]
    [InlineData(
        "JSON lines",
        "BTC_KRW_1h.jsonl",
        "{\"time\":1704067200,\"open\":100,\"high\":110,\"low\":90,\"close\":105,\"volume\":2.5}\n{\"time\":1704070800,\"open\":105,\"high\":120,\"low\":100,\"close\":110,\"volume\":3.5}\n"
    )]
    [InlineData(
        "A charting service",
        "BTC_KRW_1h.json",
        """{"s":"ok","t":[1704067200,1704070800],"o":[100,105],"h":[110,120],"l":[90,100],"c":[105,110],"v":[2.5,3.5]}"""
    )]
    [InlineData(
        "MetaTrader",
        "BTCKRW_H1_1h.csv",
        "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>\n2024.01.01\t09:00:00\t100\t110\t90\t105\t7\t2.5\t0\n2024.01.01\t10:00:00\t105\t120\t100\t110\t9\t3.5\t0\n"
    )]
    public void File_FromEachSource_IsReadAsTheSameTwoBars(string source, string name, string text, string? layout = null)
    {
        using var plan = setup.Read(name, text, new ImportOptions(Layout: layout));

        ShouldContainTheHours(plan, source);
    }

    [Fact]
    public void File_FromYahoo_IsReadAsDailyBars()
    {
        using var plan = setup.Read(
            "BTC-KRW.csv",
            "Date,Open,High,Low,Close,Adj Close,Volume\n2024-01-01,100,110,90,105,105,2500\n2024-01-02,105,120,100,110,110,3500\n2024-01-03,null,null,null,null,null,null\n",
            new ImportOptions(Zone: "UTC")
        );

        (plan.Symbol.Code, plan.Timeframe.Name, plan.RowsToStore, plan.WithoutPrice).ShouldBe(("BTC_KRW", "1D", 2, 1));
        ImportSetup.FormatTime(plan.FirstUtc).ShouldBe("2024-01-01T00:00:00Z");
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("ks_c_5601-1987")]
    public void Text_InAnotherEncoding_IsRead(string encoding)
    {
        var path = Path.Combine(setup.Folder, "KRW-BTC_1h.csv");
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        File.WriteAllText(
            path,
            "날짜,시가,고가,저가,종가,거래량\n2024-01-01 09:00,100,110,90,105,2.5\n2024-01-01 10:00,105,120,100,110,3.5\n",
            Encoding.GetEncoding(encoding)
        );

        using var plan = setup.Importer.Read(path, new ImportOptions());

        ShouldContainTheHours(plan, encoding);
        plan.Warnings.ShouldHaveSingleItem().ShouldStartWith("the text is not UTF-8");
    }

    [Fact]
    public void Zip_OfOneFile_IsRead()
    {
        var path = Path.Combine(setup.Folder, "BTCKRW-1h-2024-01.zip");
        CreateZip(path, "BTCKRW-1h-2024-01.csv");

        using var plan = setup.Importer.Read(path, new ImportOptions());

        ShouldContainTheHours(plan, "zip");
    }

    [Fact]
    public void Zip_OfTwoFiles_IsRefused()
    {
        var path = Path.Combine(setup.Folder, "BTCKRW-1h.zip");
        CreateZip(path, "a.csv", "b.csv");

        Should
            .Throw<LakeException>(() => setup.Importer.Read(path, new ImportOptions()))
            .Message.ShouldBe("BTCKRW-1h.zip is a zip archive of 2 files; unpack it and import them one by one");
    }

    [Fact]
    public void Excel_Workbook_IsRefusedWithTheRemedy()
    {
        var path = Path.Combine(setup.Folder, "BTCKRW-1h.xlsx");
        CreateZip(path, "[Content_Types].xml", "xl/workbook.xml");

        Should
            .Throw<LakeException>(() => setup.Importer.Read(path, new ImportOptions()))
            .Message.ShouldBe(
                "BTCKRW-1h.xlsx is an Excel workbook (.xlsx), which is not supported; open it and save the sheet with candles as CSV UTF-8"
            );
    }

    [Theory]
    [InlineData(true, true, null)]
    [InlineData(true, false, CompressionCodecType.Lz4Frame)]
    [InlineData(false, true, CompressionCodecType.Zstd)]
    public void Feather_OfAnyKind_IsRead(bool usesFileFormat, bool hasZone, CompressionCodecType? codec)
    {
        var path = Path.Combine(setup.Folder, "BTC_KRW-1h.feather");
        ArrowSample.Write(path, Hours, usesFileFormat, hasZone, codec);

        using var plan = setup.Importer.Read(path, new ImportOptions());

        ShouldContainTheHours(plan, "feather");
        plan.Format.ShouldBe(ImportFormat.Arrow);
        plan.Zone.ShouldBe(
            hasZone ? "the times include a zone" : "times without a zone are read as KST; specify --zone UTC if they are not"
        );
    }

    private static void ShouldContainTheHours(ImportPlan plan, string source)
    {
        Candle[] rows = [.. Enumerable.Range(0, plan.Rows.Count).Select(i => plan.Rows[i])];
        rows.ShouldBe(Hours, source);
        (plan.Symbol.Code, plan.Timeframe.Name).ShouldBe(("BTC_KRW", "1H"), source);
    }

    private static Candle Bar(int hour, double open, double high, double low, double close, double volume) =>
        new((FirstHourSeconds + (hour * 3_600)) * UnixTime.MicrosecondsPerSecond, open, high, low, close, volume);

    private static void CreateZip(string path, params string[] names)
    {
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var name in names)
        {
            using var writer = new StreamWriter(archive.CreateEntry(name).Open());
            foreach (var hour in Hours)
                writer.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{hour.TimeUtc / 1_000},{hour.Open},{hour.High},{hour.Low},{hour.Close},{hour.Volume}"
                    )
                );
        }
    }
}
