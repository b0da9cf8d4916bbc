using Bokgi.MarketData.Lake;
using Bokgi.MarketData.Lake.Import;
using Bokgi.Markets;
using Bokgi.Series;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Import;

/// <summary>Files of users that an earlier importer misread. They are in ../shared/data/import-cases, in one folder per numbered case.</summary>
public sealed class ImportCaseTests : IDisposable
{
    private static readonly Candle[] Hours = [.. Enumerable.Range(0, 6).Select(i => Bar("2024-01-01T00:00Z", i, Timeframe.OneHour))];

    private readonly ImportSetup setup = new();

    public void Dispose() => setup.Dispose();

    [Fact]
    public void Case01_InvalidRows_ReplaceNothing()
    {
        ImportAndReadStored("01-invalid-rows-replace-good/KRW-BTC.csv").ShouldBe(Hours);

        GetRefusalMessage("01-invalid-rows-replace-good/bithumb_order.json", new(Symbol.Parse("BTC_KRW")))
            .ShouldBe(
                "bithumb_order.json: 6 of 6 bars are invalid, the first at 2024-01-01T00:00:00Z (open or close lies outside of low and high); they were read as time,open,high,low,close,volume, and are plausible as time,open,close,high,low,volume; specify --layout bithumb"
            );
        ReadStored("BTC_KRW").ShouldBe(Hours);
        using var plan = Read("01-invalid-rows-replace-good/bithumb_order.json", new(Symbol.Parse("BTC_KRW"), Layout: "bithumb"));
        (plan.New, plan.Equal, plan.Changed).ShouldBe((0, 6, 0));
    }

    [Fact]
    public void Case01_RowsWithoutAPrice_AreCountedAndNotInvalid()
    {
        using var plan = Read("01-invalid-rows-replace-good/NaN_BTC_USD_1m.csv");

        (plan.Symbol.Code, plan.Timeframe.Name, plan.RowsToStore, plan.WithoutPrice, plan.Invalid).ShouldBe(("BTC_USD", "1M", 5, 5, 0));
    }

    [Theory]
    [InlineData("01-invalid-rows-replace-good/btcusd_1-min_data.csv", "BTC_USD", "1M")]
    [InlineData("03-freqtrade-filename/ADA_BTC-5m.json", "ADA_BTC", "5M")]
    [InlineData("03-freqtrade-filename/BTC_KRW-1h.json", "BTC_KRW", "1H")]
    [InlineData("03-freqtrade-filename/BTC_USDT-1h.json", "BTC_USDT", "1H")]
    [InlineData("03-freqtrade-filename/ETH_KRW-1d.csv", "ETH_KRW", "1D")]
    [InlineData("07-second-import-other-zone/BTC-USD.csv", "BTC_USD", "1D")]
    [InlineData("09-quote-volume/QV_USD_1h.csv", "QV_USD", "1H")]
    [InlineData("16-redenomination/RDN_KRW_1h.csv", "RDN_KRW", "1H")]
    public void Case03_Names_GiveMarketAndTimeframe(string file, string symbol, string timeframe)
    {
        using var plan = Read(file);

        (plan.Symbol.Code, plan.Timeframe.Name).ShouldBe((symbol, timeframe));
    }

    [Fact]
    public void Case03_NameWithoutAQuote_GivesNoMarket() =>
        GetRefusalMessage("03-freqtrade-filename/BTC-1h.csv")
            .ShouldBe("BTC-1h.csv does not identify its market; specify --symbol BASE_QUOTE");

    [Theory]
    [InlineData("bitfinex_BTC_USD_1h.json", "bitfinex", "specify --layout bithumb")]
    [InlineData("bithumb_BTC_KRW_1h.json", "bithumb", "specify --layout bithumb")]
    [InlineData("coinbase_BTC-USD_1h.json", "coinbase", "specify --layout coinbase")]
    [InlineData(
        "gateio_BTC_USDT_1h.json",
        "gateio",
        "has rows of 8 values without names; specify the exchange with --layout (kraken, bithumb,"
    )]
    [InlineData(
        "kucoin_BTC-USDT_1h_rows.json",
        "kucoin",
        "has rows of 7 values without names; specify the exchange with --layout (kraken, bithumb,"
    )]
    public void Case05_OtherOrdersOfValues_AreRefusedButReadWithTheirLayout(string file, string layout, string remedy)
    {
        GetRefusalMessage($"05-array-order/{file}").ShouldContain(remedy);

        using var plan = Read($"05-array-order/{file}", new(Layout: layout));
        Rows(plan).ShouldBe(Hours);
    }

    [Fact]
    public void Case07_SameFileInAnotherZone_IsRefusedWithTheShiftButReplacesOnRequest()
    {
        const string file = "07-second-import-other-zone/BTC-USD.csv";
        var days = Enumerable.Range(0, 6).Select(i => Bar("2023-12-31T15:00Z", i, Timeframe.OneDay) with { Volume = (10 + i) * 1e9 });
        ImportAndReadStored(file).ShouldBe(days);

        GetRefusalMessage(file, new(Zone: "UTC"))
            .ShouldBe(
                "BTC-USD.csv: 6 of its 6 bars are stored already, 9 hours earlier; one of the two was read in a wrong zone (times without a zone are read as UTC, as asked). Correct --zone, or use --replace to replace them with this file"
            );

        using (var plan = Read(file, new(Zone: "UTC", Replace: true)))
        {
            (plan.New, plan.Removed).ShouldBe((6, 6));
            var written = setup.Importer.Apply(plan).Written;
            (written.Added, written.Removed).ShouldBe((6, 6));
        }

        ReadStored("BTC_USD", Timeframe.OneDay)
            .Select(bar => bar.TimeUtc)
            .ShouldBe(days.Select(day => day.TimeUtc + KoreanTime.OffsetMicroseconds));
    }

    [Fact]
    public void Case07_HoursInAnotherZone_AreRefusedButReplacedOnRequest()
    {
        var rows = string.Concat(
            Enumerable.Range(0, 6).Select(i => $"2024-01-01 0{i}:00:00,{100 + i},{101 + i},{99 + i},{100.5 + i},{10 + i}\n")
        );
        var text = "time,open,high,low,close,volume\n" + rows;
        using (var koreanPlan = setup.Read("BTC_USDT_1h.csv", text))
            setup.Importer.Apply(koreanPlan);

        Should
            .Throw<LakeException>(() => setup.Read("BTC_USDT_1h.csv", text, new ImportOptions(Zone: "UTC")))
            .Message.ShouldContain("6 of its 6 bars are stored already, 9 hours earlier");
        using var plan = setup.Read("BTC_USDT_1h.csv", text, new ImportOptions(Zone: "UTC", Replace: true));
        setup.Importer.Apply(plan);

        ReadStored("BTC_USDT").ShouldBe(Hours);
    }

    [Fact]
    public void Case08_EpochBesideADate_IsUsedForTheTimes()
    {
        using var plan = Read("08-unix-beside-date/renamed_Binance_BTCUSDT_1h.csv");

        Rows(plan).ShouldBe(Hours);
        plan.Zone.ShouldBe("epoch milliseconds are UTC");
        plan.Warnings.ShouldBe(["the times are those of 'Unix'; 'Date' read as KST would be +9 hours away"]);
    }

    [Theory]
    [InlineData("QV_USD_1h.csv", "volume_btc")]
    [InlineData("QV2_USD_1h.csv", "base_volume")]
    public void Case09_VolumeInQuoteCurrency_IsNotUsed(string file, string column)
    {
        using var plan = Read($"09-quote-volume/{file}");

        plan.Columns[5].ShouldBe(new ColumnChoice(column, "volume"));
        Rows(plan).ShouldAllBe(bar => bar.Volume == 2);
    }

    [Fact]
    public void Case12_VolumeInBrackets_IsFound()
    {
        using var plan = Read("12-kaggle-volume/coinbaseUSD_BTC_USD_1-min_data.csv");

        (plan.Symbol.Code, plan.Timeframe.Name, plan.Columns[5].Source).ShouldBe(("BTC_USD", "1M", "Volume_(BTC)"));
        Rows(plan)[0].ShouldBe(new Candle(ParseTime("2024-01-01T00:00Z"), 100, 101, 99, 100.5, 10));
    }

    [Theory]
    [InlineData("BTC_KRW_1d_date.parquet", "2023-12-31T15:00:00Z")]
    [InlineData("BTC_KRW_date.parquet", null)]
    [InlineData("BTC_KRW_1h_epochdouble.parquet", "2024-01-01T00:00:00Z")]
    [InlineData("BTC_KRW_1h_epochi32.parquet", "2024-01-01T00:00:00Z")]
    public void Case14_ParquetTimesOfAnyType_AreRead(string file, string? firstTime)
    {
        // The name of the file without an expected time does not contain its timeframe either.
        using var plan = Read($"14-parquet-date-column/{file}", new(Timeframe: firstTime is null ? Timeframe.OneDay : null));

        plan.RowsToStore.ShouldBeGreaterThan(0);
        if (firstTime is not null)
            ImportSetup.FormatTime(plan.FirstUtc).ShouldBe(firstTime);
    }

    [Fact]
    public void Case17_UnequalDuplicates_AreCountedSeparatelyAndTheLastWins()
    {
        using var plan = Read("17-unequal-duplicate/DUP_USDT_1m.csv");

        (plan.RowsToStore, plan.Duplicates, plan.DifferingDuplicates).ShouldBe((4, 1, 1));
        Rows(plan)[2].Volume.ShouldBe(0.001);
    }

    [Theory]
    [InlineData("BTC_KRW_1h_nohdr.csv", 2, "2023-12-31T15:00:00Z", 3_600)]
    [InlineData("BTC_USD_1h_twocols.csv", 6, "2023-12-31T15:00:00Z", 3_600)]
    [InlineData("KRW-BTC_ampm.csv", 6, "2024-01-01T00:00:00Z", 3_600)]
    [InlineData("KRW-BTC_compact.csv", 6, "2023-12-31T15:00:00Z", 86_400)]
    [InlineData("KRW-BTC_compact14.csv", 6, "2024-01-01T00:00:00Z", 3_600)]
    [InlineData("KRW-BTC_dots.csv", 6, "2024-01-01T00:00:00Z", 3_600)]
    [InlineData("KRW-BTC_nopad.csv", 6, "2023-12-31T22:00:00Z", 3_600)]
    [InlineData("KRW-BTC_tzname.csv", 6, "2024-01-01T00:00:00Z", 3_600)]
    [InlineData("KRW-BTC_utcname.csv", 6, "2024-01-01T00:00:00Z", 3_600)]
    public void Case18_TimesAsPeopleWriteThem_AreRead(string file, int rows, string firstTime, int secondsApart)
    {
        using var plan = Read($"18-time-spellings/{file}");

        Rows(plan)
            .Select(bar => bar.TimeUtc)
            .ShouldBe(Enumerable.Range(0, rows).Select(i => ParseTime(firstTime) + (i * secondsApart * UnixTime.MicrosecondsPerSecond)));
    }

    [Fact]
    public void Case18_NumbersAsInvestingWritesThem_AreRead()
    {
        using var plan = Read("18-time-spellings/KRW-BTC_invest.csv");

        Rows(plan)[0].ShouldBe(new Candle(ParseTime("2023-12-31T15:00Z"), 100_000_000, 101_000_000, 99_000_000, 100_500_000, 10_000));
    }

    [Fact]
    public void AnyCase_ImportedTwice_ChangesNothing()
    {
        foreach (var path in Directory.GetFiles(SharedData.Require("import-cases"), "*.*", SearchOption.AllDirectories))
        {
            using var freshSetup = new ImportSetup();
            try
            {
                using var plan = freshSetup.Importer.Read(path, new ImportOptions());
                freshSetup.Importer.Apply(plan);
            }
            catch (LakeException)
            {
                continue; // this file is refused, or needs options
            }

            using var secondPlan = freshSetup.Importer.Read(path, new ImportOptions());
            (secondPlan.New, secondPlan.Changed, secondPlan.LeftOut, secondPlan.Removed).ShouldBe((0, 0, 0, 0), path);
            freshSetup.Importer.Apply(secondPlan).Written.Files.ShouldBeEmpty(path);
        }
    }

    private static Candle Bar(string firstTime, int i, Timeframe timeframe) =>
        new(ParseTime(firstTime) + (i * timeframe.NominalMicroseconds), 100 + i, 101 + i, 99 + i, 100.5 + i, 10 + i);

    private static long ParseTime(string time) =>
        KoreanTime.TryParse(time, out var utc, out var error) ? utc : throw new FormatException(error);

    private static Candle[] Rows(ImportPlan plan) => [.. Enumerable.Range(0, plan.Rows.Count).Select(i => plan.Rows[i])];

    private static string PathOf(string file) => Path.Combine(SharedData.Require("import-cases"), file);

    private ImportPlan Read(string file, ImportOptions? options = null) =>
        setup.Importer.Read(PathOf(file), options ?? new ImportOptions());

    private string GetRefusalMessage(string file, ImportOptions? options = null)
    {
        var path = PathOf(file); // not within Should.Throw, which would treat a skipped test as a failure
        return Should.Throw<LakeException>(() => setup.Importer.Read(path, options ?? new ImportOptions()).Dispose()).Message;
    }

    private Candle[] ImportAndReadStored(string file)
    {
        using var plan = Read(file);
        setup.Importer.Apply(plan);
        return ReadStored(plan.Symbol.Code, plan.Timeframe);
    }

    private Candle[] ReadStored(string symbol, Timeframe? timeframe = null)
    {
        using var rows = setup.Lake.ReadRows(Symbol.Parse(symbol), timeframe ?? Timeframe.OneHour, TimeRange.All, CancellationToken.None);
        return [.. Enumerable.Range(0, rows.Count).Select(i => rows[i])];
    }
}
