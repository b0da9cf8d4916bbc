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
    public void HasCandles_OnlyTheLastOfManyBarsIsValid_FindsIt(bool isExternal)
    {
        using var temp = new TemporaryLake();
        Save(temp, isExternal, [.. Enumerable.Range(0, 1_000).Select(hour => BarAt(hour, isValid: hour == 999))]);

        HasCandles(temp, TimeRange.All).ShouldBeTrue();
        HasCandles(temp, Range(0, 1_000)).ShouldBeTrue();
        HasCandles(temp, Range(999, 1_000)).ShouldBeTrue();
        HasCandles(temp, Range(0, 999)).ShouldBeFalse();
        HasCandles(temp, Range(1_000, 100_000)).ShouldBeFalse();
        HasCandles(temp, Range(-100_000, 0)).ShouldBeFalse();
        HasCandles(temp, Range(-100_000, 100_000)).ShouldBeTrue();
    }

    [Fact]
    public void HasCandles_ValidBarReplacedByALaterInvalidRow_IsFalse()
    {
        using var temp = new TemporaryLake();
        Save(temp, isExternal: true, BarAt(0, isValid: true), BarAt(0, isValid: false));

        HasCandles(temp, TimeRange.All).ShouldBeFalse();
    }

    [Fact]
    public void HasCandles_NoFilesOrEmptyRange_IsFalse()
    {
        using var temp = new TemporaryLake();
        HasCandles(temp, TimeRange.All).ShouldBeFalse();

        temp.Write("BTC_KRW", Hour, BarAt(0, isValid: true));
        HasCandles(temp, Range(1, 0)).ShouldBeFalse();
    }

    [Fact]
    public void HasCandles_AnyRowsAndRange_AgreesWithLoading() =>
        Gen.Select(Gen.Bool, Gen.Select(Gen.Int[0, 1_500], Gen.Bool).List[0, 12], Gen.Int[-10, 1_500], Gen.Int[0, 1_500])
            .Sample(
                (isExternal, rows, from, length) =>
                {
                    using var temp = new TemporaryLake();
                    if (rows.Count > 0)
                        Save(temp, isExternal, [.. rows.Select(row => BarAt(hour: row.Item1, isValid: row.Item2))]);
                    using var loaded = temp.Lake.LoadSeries(Bitcoin, Hour, Range(from, from + length));

                    HasCandles(temp, Range(from, from + length)).ShouldBe(loaded.Count > 0);
                },
                iter: Iterations.Scale(100)
            );

    private static Candle BarAt(int hour, bool isValid)
    {
        var bar = Bar(Start + (hour * Hour.NominalMicroseconds), 1 + hour);
        return isValid ? bar : bar with { High = 0 };
    }

    private static TimeRange Range(int from, int to) =>
        new(Start + (from * Hour.NominalMicroseconds), Start + (to * Hour.NominalMicroseconds));

    private static bool HasCandles(TemporaryLake temp, TimeRange range) => temp.Lake.HasCandles(Bitcoin, Hour, range);

    // Saves one file per UTC year, either as the lake writes it or as another program may. Only the latter keeps several rows of one time.
    private static void Save(TemporaryLake temp, bool isExternal, params Candle[] rows)
    {
        if (!isExternal)
        {
            temp.Write("BTC_KRW", Hour, rows);
            return;
        }

        foreach (var year in rows.GroupBy(row => UnixTime.ToDateTime(row.TimeUtc).Year))
            ExternalParquetFile.FromBars([.. year]).Save(temp.PathOf($"BTC_KRW/1H/{year.Key}.parquet"));
    }
}
