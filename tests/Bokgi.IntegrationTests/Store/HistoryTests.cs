using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.History;
using Bokgi.Host.Runs.Store;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Store;

public sealed class SqliteHistoryTests(SqliteStore fixture) : HistoryTests(fixture), IClassFixture<SqliteStore>;

public sealed class PostgresHistoryTests(PostgresStore fixture) : HistoryTests(fixture), IClassFixture<PostgresStore>;

/// <summary>The history of a few runs that differ in all fields, on each database engine.</summary>
public abstract class HistoryTests
{
    private static readonly Lock SetupLock = new();

    private readonly StoreFixture fixture;

    // The three stored runs: one of BTC_KRW; one of ETH_KRW and BTC_KRW with the other strategy; and one that makes no trade.
    private readonly RunDocument bitcoin;
    private readonly RunDocument both;
    private readonly RunDocument tradeless;

    protected HistoryTests(StoreFixture fixture)
    {
        this.fixture = fixture;
        // Each test has its own instance of this class. The first instance stores the runs.
        lock (SetupLock)
        {
            if (fixture.RunStorage.List(new RunQuery()).Total == 0)
            {
                fixture.RunAndStore(
                    StoreFixture.CreateRequest("BTC_KRW") with
                    {
                        Description = "Calm ÉTÉ 100%_x",
                        Tags = ["a", "common", "반감기_ÄPFEL 50%"],
                    }
                );
                fixture.RunAndStore(
                    StoreFixture.CreateRequest("ETH_KRW", "BTC_KRW") with
                    {
                        Strategy = "volume_zone_breakout",
                        Tags = ["common"],
                    }
                );
                fixture.RunAndStore(
                    StoreFixture.CreateRequest("ETH_KRW") with
                    {
                        Params = new() { ["body_pct"] = System.Text.Json.JsonElement.Parse("1") }, // a body of 100 % of the open, which no candle has
                    }
                );
            }
        }

        string[] ids =
        [
            .. fixture.RunStorage.List(new RunQuery { Sort = "created_at", IsDescending = false }).Items.Select(item => item.RunId),
        ];
        (bitcoin, both, tradeless) = (fixture.RunStorage.Find(ids[0])!, fixture.RunStorage.Find(ids[1])!, fixture.RunStorage.Find(ids[2])!);
    }

    [Fact]
    public void List_EachFilter_ReturnsMatchingRuns()
    {
        ListIds(new HistoryForm()).ShouldBe([tradeless.RunId, both.RunId, bitcoin.RunId]);
        ListIds(new HistoryForm { Strategy = "volume_zone_breakout" }).ShouldBe([both.RunId]);
        ListIds(new HistoryForm { Symbol = "krw-btc" }).ShouldBe([both.RunId, bitcoin.RunId]);
        ListIds(new HistoryForm { Symbol = "DOGE_KRW" }).ShouldBeEmpty();
        ListIds(new HistoryForm { Symbol = "BTC_KRW", Tag = "a" }).ShouldBe([bitcoin.RunId]);
        ListIds(new HistoryForm { Timeframe = "1h" }).Length.ShouldBe(3);
        ListIds(new HistoryForm { Timeframe = "1M" }).ShouldBeEmpty();
        ListIds(new HistoryForm { Tag = "common" }).ShouldBe([both.RunId, bitcoin.RunId]);
        ListIds(new HistoryForm { Text = "calm été" }).ShouldBe([bitcoin.RunId]);
        ListIds(new HistoryForm { Text = "100%_X" }).ShouldBe([bitcoin.RunId]);
        ListIds(new HistoryForm { Text = "calm%" }).ShouldBeEmpty();
        ListIds(new HistoryForm { Text = "été  CALM" }).ShouldBe([bitcoin.RunId], "words in any order");
        ListIds(new HistoryForm { MaxTrades = "0" }).ShouldBe([tradeless.RunId]);
        ListIds(new HistoryForm { MinTrades = "1", Strategy = "volume_long_candle" }).ShouldBe([bitcoin.RunId]);
        ListIds(new HistoryForm { Status = "completed" }).Length.ShouldBe(3);
        ListIds(new HistoryForm { DateTo = "2020-01-01" }).ShouldBeEmpty();
        ListIds(new HistoryForm { DateFrom = "2020-01-01", DateTo = "2999-12-31" }).Length.ShouldBe(3);
    }

    [Theory]
    [InlineData("반감기", "bitcoin")]
    [InlineData("감기_äpf", "bitcoin")]
    [InlineData("Ära", "")]
    [InlineData("반감기-", "")]
    [InlineData("감기%äpf", "")]
    [InlineData("50%", "bitcoin")]
    [InlineData("COMMON", "both bitcoin")]
    [InlineData("Zone_Break", "both")]
    [InlineData("volume%", "")]
    [InlineData("btc", "both bitcoin")]
    [InlineData("krw-btc", "both bitcoin")]
    [InlineData("eth_", "tradeless both")]
    [InlineData("eth common", "both")]
    [InlineData("btc long", "bitcoin")]
    [InlineData("btc été 반감기", "bitcoin")]
    [InlineData("silent calm", "")]
    public void List_Text_IsFoundInDescriptionTagsStrategyAndSymbols(string text, string expected)
    {
        var names = new Dictionary<string, string>
        {
            [bitcoin.RunId] = "bitcoin",
            [both.RunId] = "both",
            [tradeless.RunId] = "tradeless",
        };

        string.Join(' ', ListIds(new HistoryForm { Text = text }).Select(id => names[id])).ShouldBe(expected);
    }

    [Fact]
    public void List_ReturnLimits_AreInclusive()
    {
        var totalReturn = bitcoin.Totals.TotalReturn!.Value;
        var text = totalReturn.ToString("R", System.Globalization.CultureInfo.InvariantCulture);

        totalReturn.ShouldNotBe(0);
        ListIds(new HistoryForm { MinReturn = text, MaxReturn = text }).ShouldBe([bitcoin.RunId]);
    }

    [Fact]
    public void List_KoreanDate_CoversTheWholeDay()
    {
        var createdKst = DateTimeOffset
            .Parse(bitcoin.Metadata.ExecutionDate, System.Globalization.CultureInfo.InvariantCulture)
            .AddHours(9);
        var day = createdKst.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var dayBefore = createdKst.AddDays(-1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

        ListIds(new HistoryForm { DateFrom = day, DateTo = day }).ShouldContain(bitcoin.RunId);
        ListIds(new HistoryForm { DateTo = dayBefore }).ShouldBeEmpty();
        ListIds(new HistoryForm { DateTo = bitcoin.Metadata.ExecutionDate }).ShouldBe([bitcoin.RunId], "the instant itself is included");
    }

    [Theory]
    [InlineData("win_rate")]
    [InlineData("profit_factor")]
    public void List_SortedByAFigure_PutsRunsWithoutItLastInBothDirections(string column)
    {
        tradeless.Totals.WinRate.ShouldBeNull();
        var ascending = ListIds(new HistoryForm { Sort = column });
        var descending = ListIds(new HistoryForm { Sort = $"-{column}" });

        ascending[^1].ShouldBe(tradeless.RunId);
        descending.ShouldBe([ascending[1], ascending[0], tradeless.RunId]);
        for (var i = 0; i < 3; i++)
            ListIds(
                    new HistoryForm
                    {
                        Sort = column,
                        Limit = "1",
                        Offset = $"{i}",
                    }
                )
                .ShouldBe([ascending[i]]);
        ListIds(new HistoryForm { Sort = column, Offset = "3" }).ShouldBeEmpty();
    }

    [Fact]
    public void List_EverySortColumn_IsAccepted()
    {
        foreach (var name in RunSortColumn.Names)
        {
            var ascending = ListIds(new HistoryForm { Sort = name });
            ascending.Length.ShouldBe(3, name);
            ListIds(new HistoryForm { Sort = $"-{name}" }).ShouldBe(ascending, ignoreOrder: true, name);
        }
    }

    [Fact]
    public void List_Item_MatchesTheRun()
    {
        var page = fixture.RunStorage.List(RunQueryReader.Read(new HistoryForm { Tag = "a", Limit = "5" }));

        (page.Total, page.Limit, page.Offset).ShouldBe((1, 5, 0));
        var item = page.Items.ShouldHaveSingleItem();
        item.CreatedAt.ShouldBe(bitcoin.Metadata.ExecutionDate);
        (item.Strategy, item.Timeframe, item.StartDate, item.EndDate).ShouldBe(("volume_long_candle", "1H", "2024-01-01", "2024-01-31"));
        item.Symbols.ShouldBe(["BTC_KRW"]);
        (item.SymbolCount, item.Status, item.Description).ShouldBe((1, "completed", "Calm ÉTÉ 100%_x"));
        item.Tags.ShouldBe(["a", "common", "반감기_ÄPFEL 50%"]);
        (item.TotalTrades, item.TotalSignals).ShouldBe((bitcoin.TotalTrades, bitcoin.TotalSignals));
        (item.TotalReturn, item.Sharpe, item.MaxDrawdown).ShouldBe(
            (bitcoin.Totals.TotalReturn, bitcoin.Totals.Sharpe, bitcoin.Totals.MaxDrawdown)
        );
        fixture
            .RunStorage.List(new RunQuery { Strategy = "volume_zone_breakout" })
            .Items.Single()
            .Symbols.ShouldBe(["ETH_KRW", "BTC_KRW"], "in the requested order");
    }

    private string[] ListIds(HistoryForm form) => [.. fixture.RunStorage.List(RunQueryReader.Read(form)).Items.Select(item => item.RunId)];
}

public sealed class HistoryQueryReaderTests
{
    [Theory]
    [InlineData("limit", "0", "limit cannot be '0'; give a whole number from 1 to 100")]
    [InlineData("limit", "101", "limit cannot be '101'; give a whole number from 1 to 100")]
    [InlineData("offset", "-1", "offset cannot be '-1'; give a whole number, 0 or more")]
    [InlineData("min_return", "NaN", "min_return cannot be 'NaN'; give a fraction, such as 0.05 for 5 %")]
    [InlineData("sort", "-password", "sort cannot be '-password'; give one of created_at,")]
    [InlineData("status", "lost", "status cannot be 'lost'; give completed")]
    [InlineData("strategy", "x", "strategy cannot be 'x'; give volume_long_candle or volume_zone_breakout")]
    [InlineData("date_from", "soon", "date_from: 'soon' is not a date or time;")]
    [InlineData("text", " ", "text has 0 words; give 1 to 10")]
    [InlineData("text", "a b c d e f g h i j k", "text has 11 words; give 1 to 10")]
    [InlineData("text", "a\0b", "text cannot be 'a\\0b'; give 1 to 200 characters")]
    public void Read_BadValue_NamesItAndTheRemedy(string field, string value, string message)
    {
        var form = new HistoryForm
        {
            Limit = field == "limit" ? value : null,
            Offset = field == "offset" ? value : null,
            MinReturn = field == "min_return" ? value : null,
            Sort = field == "sort" ? value : null,
            Status = field == "status" ? value : null,
            Strategy = field == "strategy" ? value : null,
            DateFrom = field == "date_from" ? value : null,
            Text = field == "text" ? value : null,
        };

        var (name, error) = Should.Throw<InvalidInputException>(() => RunQueryReader.Read(form)).Errors.ListedErrors.ShouldHaveSingleItem();

        name.ShouldBe(field);
        error.ShouldStartWith(message);
    }
}
