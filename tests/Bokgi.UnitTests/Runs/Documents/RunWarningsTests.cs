using Bokgi.Host.Candles;
using Bokgi.Host.Runs.Documents;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Runs.Documents;

public class RunWarningsTests
{
    private static readonly QualityDocument GoodQuality = new(Rows: 1_000, 0, 0, 0)
    {
        ExpectedBars = 1_000,
        UnknownBars = 10,
        PriceJumps = 0,
    };

    [Fact]
    public void Of_GoodCandles_GivesNoWarning()
    {
        Warnings(GoodQuality).ShouldBeEmpty();
        Warnings(new QualityDocument(1_000, 0, 0, 0)).ShouldBeEmpty("runs stored by earlier versions lack the coverage counts");
    }

    [Fact]
    public void Of_MissingBars_WarnsUnder99Percent() =>
        Warnings(GoodQuality with { UnknownBars = 11 })
            .ShouldBe([
                "BTC_KRW: 11 of 1,000 expected bars are missing for an unknown reason (coverage 98.90 %); the quality report of its 1H candles lists the gaps; collect or import them",
            ]);

    [Fact]
    public void Of_InvalidBars_WarnsOverFivePercentOfTheBars()
    {
        const string CorrectedRows = "BTC_KRW: 20 duplicate, 0 out-of-order and {0} invalid rows were corrected or left out";
        Warnings(GoodQuality with { Duplicates = 20, Invalid = 49 })
            .ShouldBe([CorrectedRows.Replace("{0}", "49", StringComparison.Ordinal)]);
        Warnings(GoodQuality with { Duplicates = 20, Invalid = 50 })
            .ShouldBe([
                CorrectedRows.Replace("{0}", "50", StringComparison.Ordinal),
                "BTC_KRW: 50 of 980 bars (5.1 %) are invalid and were left out; the quality report of its 1H candles gives the reasons; import corrected ones",
            ]);
    }

    [Fact]
    public void Of_PriceJumps_NamesTheLargest()
    {
        var jump = new QualityReportDocument.Jump("2024-03-01T04:00:00Z", 999);
        const string Remedy =
            " at 2024-03-01T04:00:00Z; if the cause is a redenomination or a wrong candle, the figures are meaningless: import corrected candles, or choose a range without it";

        Warnings(GoodQuality with { PriceJumps = 1, LargestJump = jump }).ShouldBe(["BTC_KRW: a price jump of +99,900.0 %" + Remedy]);
        Warnings(GoodQuality with { PriceJumps = 1_234, LargestJump = jump with { Change = -0.5 } })
            .ShouldBe(["BTC_KRW: 1,234 price jumps, the largest -50.0 %" + Remedy]);
    }

    [Fact]
    public void Of_SymbolsThatWereLeftOut_SaysWhy() =>
        RunWarnings
            .Of(
                Run(GoodQuality) with
                {
                    LeftOut =
                    [
                        new SkippedSymbolDocument("ADA_KRW", 0, []),
                        new SkippedSymbolDocument("BAD_KRW", 6, ["outside_high_low", "not_finite"]),
                    ],
                }
            )
            .Select(warning => warning.En)
            .ShouldBe([
                "ADA_KRW has no candle in the range and was left out; the cash was shared by the others",
                "BAD_KRW was left out: all 6 candles in the range are invalid (outside_high_low, not_finite); the cash was shared by the others; import corrected candles",
            ]);

    [Fact]
    public void Of_EveryWarning_HasAKoreanText()
    {
        var all = RunWarnings
            .Of(
                Run(
                    new QualityDocument(Rows: 1_000, Duplicates: 1, OutOfOrder: 1, Invalid: 100)
                    {
                        ExpectedBars = 1_000,
                        UnknownBars = 100,
                        OffGridBars = 7,
                        PriceJumps = 2,
                        LargestJump = new("2024-03-01T04:00:00Z", 999),
                    }
                ) with
                {
                    LeftOut = [new SkippedSymbolDocument("ADA_KRW", 0, []), new SkippedSymbolDocument("BAD_KRW", 6, ["outside_high_low"])],
                }
            )
            .ToList();

        all.Count.ShouldBe(7);
        all.ShouldAllBe(warning => warning.Ko.Any(letter => letter >= '가' && letter <= '힣') && !warning.En.Any(letter => letter > 127));
        all[^1].Ko.ShouldContain("2024-03-01T04:00:00Z의 +99,900.0 %");
        all[^2]
            .En.ShouldBe(
                "BTC_KRW: 7 of 999 bars do not open when a 1H bar should; some bars may have been read in the wrong time zone: see the quality report of its 1H candles, and import the right file again with --replace"
            );
        all[^3].Ko.ShouldContain("1,000개 가운데 100개");
    }

    [Fact]
    public void SkippedSymbols_RunOfAnEarlierVersion_AreParsedFromItsWarnings()
    {
        var stored = Run(new QualityDocument(Rows: 10, 0, 0, Invalid: 1)) with
        {
            Warnings =
            [
                "ADA_KRW has no candle in the range and was left out; the cash was shared by the others",
                "BTC_KRW: 0 duplicate, 0 out-of-order and 1 invalid rows were corrected or left out",
            ],
        };

        RunWarnings.SkippedSymbols(stored).ShouldHaveSingleItem().Symbol.ShouldBe("ADA_KRW");
        RunWarnings.Of(stored).Take(2).Select(warning => warning.En).ShouldBe(stored.Warnings);
    }

    private static IEnumerable<string> Warnings(QualityDocument quality) => RunWarnings.Of(Run(quality)).Select(warning => warning.En);

    private static RunDocument Run(QualityDocument quality) =>
        RunSample.Create() with
        {
            Quality = new Dictionary<string, QualityDocument> { ["BTC_KRW"] = quality },
        };
}
