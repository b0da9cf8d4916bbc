using Bokgi.Series;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Series;

public class CandleColumnsTests
{
    private static readonly Gen<Candle> Rows = Gen.Select(
        Gen.Long[0, 9],
        Gen.Double,
        Gen.Double,
        Gen.Double,
        Gen.Double,
        (time, open, high, low, close) => new Candle(time, open, high, low, close, open)
    );

    [Fact]
    public void Add_AnyNumberOfRows_KeepsEachInEveryColumn() =>
        Gen.Select(Rows.Array[0, 100], Gen.Int[0, 20])
            .Sample(
                (rows, capacity) =>
                {
                    using var columns = CreateColumns(rows, capacity);

                    ShouldHold(columns, rows);
                    columns.Times.ToArray().ShouldBe(rows.Select(row => row.TimeUtc));
                    columns.High.ToArray().ShouldBe(rows.Select(row => row.High));
                    columns.Volume.ToArray().ShouldBe(rows.Select(row => row.Volume));
                },
                iter: 200
            );

    [Fact]
    public void Append_OtherColumns_AddsTheirRowsAtTheEnd() =>
        Gen.Select(Rows.Array[0, 40], Rows.Array[0, 40])
            .Sample(
                (first, second) =>
                {
                    using var columns = CreateColumns(first, 1);
                    using var appended = CreateColumns(second, 1);

                    columns.Append(appended);

                    ShouldHold(columns, [.. first, .. second]);
                    ShouldHold(appended, second);
                },
                iter: 200
            );

    [Fact]
    public void Append_ColumnsThatWereCompacted_AddsUpTheirCompactionCounts()
    {
        Candle[] rows = [new(2, 1, 1, 1, 1, 1), new(1, 1, 1, 1, 1, 1), new(2, 1, 1, 1, 1, 9), new(1, 1, 1, 1, 1, 1)];
        using var columns = CreateColumns(rows, 1);
        using var appended = CreateColumns(rows, 1);
        CandleOrder.Compact(columns);
        CandleOrder.Compact(appended);

        columns.Append(appended);

        // Each has two rows before their predecessor's time and two duplicates, one of which has another volume.
        columns.CompactionTotals.ShouldBe(new CompactionCounts(OutOfOrder: 4, Duplicates: 4, Differing: 2));
    }

    [Fact]
    public void TruncateAndRemoveFirst_AnyCounts_KeepTheRowsInBetween() =>
        Gen.Select(Rows.Array[0, 40], Gen.Int[0, 40], Gen.Int[0, 40])
            .Sample(
                (rows, count, removedCount) =>
                {
                    count = Math.Min(count, rows.Length);
                    removedCount = Math.Min(removedCount, count);
                    using var columns = CreateColumns(rows, 1);

                    columns.Truncate(count);
                    columns.RemoveFirst(removedCount);

                    ShouldHold(columns, rows[removedCount..count]);
                },
                iter: 200
            );

    [Fact]
    public void Extend_MoreRows_CanBeOverwritten()
    {
        using var columns = CreateColumns([new Candle(1, 1, 1, 1, 1, 1)], 1);

        columns.Extend(1_000);
        columns[1_000] = new Candle(2, 3, 4, 5, 6, 7);
        columns.Low[0] = 9;

        (columns.Count, columns[1_000], columns[0]).ShouldBe((1_001, new Candle(2, 3, 4, 5, 6, 7), new Candle(1, 1, 1, 9, 1, 1)));
    }

    [Fact]
    public void RowsAndCounts_OutOfRange_AreRefused()
    {
        using var columns = CreateColumns([new Candle(1, 1, 1, 1, 1, 1)], 8);

        Should.Throw<ArgumentOutOfRangeException>(() => new CandleColumns(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => columns.Extend(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => columns.Truncate(2));
        Should.Throw<ArgumentOutOfRangeException>(() => columns.Truncate(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => columns.RemoveFirst(2));
        Should.Throw<ArgumentOutOfRangeException>(() => columns.RemoveFirst(-1));
        Should.Throw<IndexOutOfRangeException>(() => columns[1]);
        ShouldHold(columns, [new Candle(1, 1, 1, 1, 1, 1)]);
    }

    [Fact]
    public void Dispose_Columns_LeavesThemEmptyAndUsable()
    {
        var columns = CreateColumns([new Candle(1, 1, 1, 1, 1, 1)], 8);

        columns.Dispose();
        columns.Dispose();

        columns.Count.ShouldBe(0);
        columns.Times.Length.ShouldBe(0);
        columns.Add(new Candle(2, 2, 2, 2, 2, 2));
        ShouldHold(columns, [new Candle(2, 2, 2, 2, 2, 2)]);
        columns.Dispose();
    }

    private static CandleColumns CreateColumns(IEnumerable<Candle> rows, int capacity)
    {
        var columns = new CandleColumns(capacity);
        foreach (var row in rows)
            columns.Add(row);
        return columns;
    }

    private static void ShouldHold(CandleColumns columns, Candle[] rows) =>
        Enumerable.Range(0, columns.Count).Select(i => columns[i]).ShouldBe(rows);
}
