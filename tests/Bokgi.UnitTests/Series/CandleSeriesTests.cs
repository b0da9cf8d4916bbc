using Bokgi.Markets;
using Bokgi.Series;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Series;

public class CandleSeriesTests
{
    private static readonly Symbol Symbol = Symbol.Parse("TEST_KRW");

    // Rows in no order, with repeated times and a few invalid bars. The volume of a row is its index, which identifies it.
    private static readonly Gen<Candle[]> Rows = Gen.Select(
            Gen.Long[0, 30],
            Gen.Int[0, 9],
            (time, dice) => (Time: time, IsInvalid: dice == 0)
        )
        .Array[0, 60]
        .Select(rows => rows.Select((row, i) => new Candle(row.Time, 100, row.IsInvalid ? 99 : 101, 99, 100, i)).ToArray());

    [Fact]
    public void FromCandles_RowsInAnyState_AreSortedDeduplicatedAndValid() =>
        Rows.Sample(
            rows =>
            {
                using var series = CandleSeries.FromCandles(Symbol, Timeframe.OneHour, rows);

                var lastOfEachTime = rows.GroupBy(row => row.TimeUtc).Select(group => group.Last()).OrderBy(row => row.TimeUtc).ToList();
                CandlesOf(series).ShouldBe(lastOfEachTime.Where(row => row.IsValid));
                series.Times.ToArray().ShouldBe(lastOfEachTime.Where(row => row.IsValid).Select(row => row.TimeUtc));
                var outOfOrder = rows.Zip(rows.Skip(1)).Count(pair => pair.Second.TimeUtc < pair.First.TimeUtc);
                series.Quality.ShouldBe(
                    new SeriesQuality(
                        Rows: rows.Length,
                        Duplicates: rows.Length - lastOfEachTime.Count,
                        outOfOrder,
                        Invalid: lastOfEachTime.Count(row => !row.IsValid)
                    )
                );
            },
            iter: Iterations.Scale(1_000)
        );

    [Fact]
    public void FromCandles_EveryFaultAtEveryPosition_LeavesThatBarOut()
    {
        double[] values = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -1, -0.0, 0, double.Epsilon, double.MaxValue, 100];
        for (var position = 0; position < 20; position++)
        {
            for (var column = 0; column < 5; column++)
            {
                foreach (var value in values)
                {
                    var barValues = new double[] { 100, 101, 99, 100, 1 };
                    barValues[column] = value;
                    var bars = Enumerable.Range(0, 20).Select(i => new Candle(i, 100, 101, 99, 100, 1)).ToArray();
                    bars[position] = new Candle(position, barValues[0], barValues[1], barValues[2], barValues[3], barValues[4]);
                    using var series = CandleSeries.FromCandles(Symbol, Timeframe.OneHour, bars);

                    CandlesOf(series).ShouldBe(bars.Where(bar => bar.IsValid), $"{value} in column {column} at {position}");
                }
            }
        }
    }

    [Fact]
    public void FromCandles_LastRowOfATimeIsInvalid_LeavesTheTimeOut()
    {
        // Of rows with the same time, only the last is kept, even if it is invalid; validity is checked afterwards.
        using var series = CandleSeries.FromCandles(Symbol, Timeframe.OneHour, [Bar(1, 5), Bar(1, -5), Bar(2, 6)]);

        CandlesOf(series).ShouldBe([Bar(2, 6)]);
        series.Quality.ShouldBe(new SeriesQuality(Rows: 3, Duplicates: 1, OutOfOrder: 0, Invalid: 1));
    }

    [Fact]
    public void FromCandles_CleanRows_AreUnchanged()
    {
        using var series = CandleSeries.FromCandles(Symbol, Timeframe.OneHour, [Bar(1, 5), Bar(2, 6)]);

        (series.Symbol, series.Timeframe, series.Count).ShouldBe((Symbol, Timeframe.OneHour, 2));
        series.Quality.ShouldBe(new SeriesQuality(2, 0, 0, 0));
        (series.Open[1], series.High[1], series.Low[1], series.Close[1], series.Volume[1]).ShouldBe((100, 101, 99, 100.5, 6));
    }

    [Fact]
    public void FromCandles_NoRows_IsEmpty()
    {
        using var series = CandleSeries.FromCandles(Symbol, Timeframe.OneHour, []);

        (series.Count, series.Quality, series.FirstIndexAtOrAfter(0)).ShouldBe((0, new SeriesQuality(0, 0, 0, 0), 0));
    }

    [Theory]
    [InlineData(9, 0)]
    [InlineData(10, 0)]
    [InlineData(11, 1)]
    [InlineData(20, 1)]
    [InlineData(30, 2)]
    [InlineData(31, 3)]
    public void FirstIndexAtOrAfter_AnInstant_IsTheFirstBarNotBeforeIt(long time, int expected)
    {
        using var series = CandleSeries.FromCandles(Symbol, Timeframe.OneHour, [Bar(10, 1), Bar(20, 1), Bar(30, 1)]);

        series.FirstIndexAtOrAfter(time).ShouldBe(expected);
    }

    [Fact]
    public void Dispose_Series_IsEmpty()
    {
        var series = CandleSeries.FromCandles(Symbol, Timeframe.OneHour, [Bar(10, 1)]);

        series.Dispose();

        series.Count.ShouldBe(0);
    }

    [Fact]
    public void Sort_RowsOfEqualTime_KeepTheirOrder() =>
        Rows.Sample(
            rows =>
            {
                using var columns = new CandleColumns();
                foreach (var row in rows)
                    columns.Add(row);

                CandleOrder.Sort(columns).ShouldBe(rows.Zip(rows.Skip(1)).Count(pair => pair.Second.TimeUtc < pair.First.TimeUtc));

                Enumerable.Range(0, columns.Count).Select(i => columns[i]).ShouldBe(rows.OrderBy(row => row.TimeUtc));
            },
            iter: Iterations.Scale(300)
        );

    private static IEnumerable<Candle> CandlesOf(CandleSeries series) => Enumerable.Range(0, series.Count).Select(i => series[i]);

    private static Candle Bar(long time, double volume) => new(time, 100, 101, 99, 100.5, volume);
}
