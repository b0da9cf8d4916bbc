using Bokgi.Markets;
using Bokgi.Series;
using CsCheck;
using Shouldly;
using Xunit;
using static Bokgi.UnitTests.Lake.TemporaryLake;

namespace Bokgi.UnitTests.Lake;

/// <summary>A symbol has candles in a range if and only if loading that range returns at least one.</summary>
public sealed class HasCandlesTests
{
    private static readonly Symbol Bitcoin = Symbol.Parse("BTC_KRW");
    private static readonly Timeframe Hour = Timeframe.OneHour;
    private static readonly long Start = TimeOf("2023-12-01T00:00Z");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void HasCandles_OnlyTheLastOfManyBarsIsValid_LooksUntilItFindsIt(bool isForeign)
    {
        using var home = new TemporaryLake();
        Save(home, isForeign, [.. Enumerable.Range(0, 1_000).Select(hour => At(hour, isValid: hour == 999))]);

        Has(home, TimeRange.All).ShouldBeTrue();
        Has(home, Range(0, 1_000)).ShouldBeTrue();
        Has(home, Range(999, 1_000)).ShouldBeTrue();
        Has(home, Range(0, 999)).ShouldBeFalse();
        Has(home, Range(1_000, 100_000)).ShouldBeFalse();
        Has(home, Range(-100_000, 0)).ShouldBeFalse();
        Has(home, Range(-100_000, 100_000)).ShouldBeTrue();
    }

    [Fact]
    public void HasCandles_ValidBarReplacedByALaterInvalidRow_IsFalse()
    {
        using var home = new TemporaryLake();
        Save(home, isForeign: true, At(0, isValid: true), At(0, isValid: false));

        Has(home, TimeRange.All).ShouldBeFalse();
    }

    [Fact]
    public void HasCandles_NoFilesOrNoRange_IsFalse()
    {
        using var home = new TemporaryLake();
        Has(home, TimeRange.All).ShouldBeFalse();

        home.Write("BTC_KRW", Hour, At(0, isValid: true));
        Has(home, Range(1, 0)).ShouldBeFalse();
    }

    [Fact]
    public void HasCandles_AnyRowsAndRange_IsWhetherLoadingGivesOne() =>
        Gen.Select(Gen.Bool, Gen.Select(Gen.Int[0, 1_500], Gen.Bool).List[0, 12], Gen.Int[-10, 1_500], Gen.Int[0, 1_500])
            .Sample(
                (isForeign, rows, from, length) =>
                {
                    using var home = new TemporaryLake();
                    if (rows.Count > 0)
                        Save(home, isForeign, [.. rows.Select(row => At(row.Item1, row.Item2))]);
                    using var loaded = home.Lake.LoadSeries(Bitcoin, Hour, Range(from, from + length));

                    Has(home, Range(from, from + length)).ShouldBe(loaded.Count > 0);
                },
                iter: Iterations.Of(100)
            );

    private static Candle At(int hour, bool isValid)
    {
        var bar = Bar(Start + (hour * Hour.NominalMicroseconds), 1 + hour);
        return isValid ? bar : bar with { High = 0 };
    }

    private static TimeRange Range(int from, int to) =>
        new(Start + (from * Hour.NominalMicroseconds), Start + (to * Hour.NominalMicroseconds));

    private static bool Has(TemporaryLake home, TimeRange range) => home.Lake.HasCandles(Bitcoin, Hour, range);

    // A foreign file may repeat times; the lake's own files are split by years.
    private static void Save(TemporaryLake home, bool isForeign, params Candle[] rows)
    {
        if (!isForeign)
            home.Write("BTC_KRW", Hour, rows);
        foreach (var year in isForeign ? rows.GroupBy(row => UnixTime.ToDateTime(row.TimeUtc).Year) : [])
            ForeignFile.Of([.. year]).Save(home.PathOf($"BTC_KRW/1H/{year.Key}.parquet"));
    }
}
