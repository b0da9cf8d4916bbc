using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>Compares the rows of a file with the rows in the lake.</summary>
internal sealed class StoredComparison
{
    private const int MaxListed = 3;

    private StoredComparison() { }

    /// <summary>Rows with a time that is not in the lake.</summary>
    public int New { get; private set; }

    /// <summary>Rows that the lake already has with the same values.</summary>
    public int Equal { get; private set; }

    /// <summary>Rows that replace a stored row with different values.</summary>
    public int Changed { get; private set; }

    /// <summary>Invalid rows for whose time the lake has a valid row.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Stored rows that are removed without a replacement.</summary>
    public int Removed { get; private set; }

    /// <summary>The largest changes, largest first.</summary>
    public IReadOnlyList<ChangedBar> LargestChanges { get; private set; } = [];

    /// <summary>Times of stored rows that a replacement removes although they lie outside the span of the file's rows.</summary>
    public long[] RemovedOutsideSpan { get; private set; } = [];

    /// <param name="lake">The lake.</param>
    /// <param name="symbol">The market.</param>
    /// <param name="grid">The length of the file's bars, and the times at which they open.</param>
    /// <param name="rows">The file's rows, in order and without duplicate times.</param>
    /// <param name="replacesStored">Whether the file replaces everything stored in its span.</param>
    /// <param name="file">The file's name, for error messages.</param>
    /// <param name="zone">How the file's times were read, for error messages.</param>
    /// <exception cref="LakeException">
    /// Without <paramref name="replacesStored"/>: the file's rows are copies of stored rows at shifted times, or open at another hour than the
    /// stored rows. With it: stored rows outside the file's span open at another hour.
    /// </exception>
    public static StoredComparison Create(
        CandleLake lake,
        Symbol symbol,
        BarGrid grid,
        CandleColumns rows,
        bool replacesStored,
        string file,
        string zone
    )
    {
        var comparison = new StoredComparison();
        if (rows.Count == 0)
            return comparison;
        var span = new TimeRange(rows.Times[0], grid.EndOf(rows.Times[^1]));
        // For bars of a day or longer, reads all stored bars, because all must open at the same hour.
        var comparedRange =
            grid.Timeframe.NominalMicroseconds >= UnixTime.MicrosecondsPerDay
                ? TimeRange.All
                : new TimeRange(span.StartUtc - BarShift.MaxShift, span.EndUtc + BarShift.MaxShift);
        using var stored = lake.ReadRows(symbol, grid.Timeframe, comparedRange, CancellationToken.None);
        var shift = BarShift.Find(rows, stored, grid.Timeframe.NominalMicroseconds);
        if (!replacesStored)
        {
            RejectShift(shift, rows.Count, file, zone);
            RejectOtherGrid(grid, stored.Times, file, zone, "or use --replace to replace them with this file");
        }
        else
        {
            comparison.RemovedOutsideSpan = FindRemovedOutsideSpan(rows, stored, grid, span, shift);
            RejectOtherGridOutsideSpan(grid, stored, span, comparison.RemovedOutsideSpan, file, zone);
        }

        comparison.Compare(rows, stored, replacesStored ? span : null);
        return comparison;
    }

    private static void RejectShift(BarShift? found, int rows, string file, string zone)
    {
        if (found is not { } shift)
            return;
        throw new LakeException(
            LakeErrorKind.InvalidInput,
            FormattableString.Invariant(
                $"{file}: {shift.Bars:N0} of its {rows:N0} bars are stored already, {FormatDistance(Math.Abs(shift.Microseconds))} {(shift.Microseconds > 0 ? "later" : "earlier")}; {ExplainShift(shift, zone)}, or use --replace to replace them with this file"
            )
        );
    }

    private static void RejectOtherGrid(BarGrid grid, ReadOnlySpan<long> stored, string file, string zone, string remedy)
    {
        if (stored.Length == 0)
            return;
        var storedGrid = BarGrid.Detect(grid.Timeframe, stored);
        if (storedGrid.ShiftMicroseconds == grid.ShiftMicroseconds)
            return;
        throw new LakeException(
            LakeErrorKind.InvalidInput,
            $"{file}: its {grid.Timeframe} bars open at {FormatOpenHour(grid)} UTC, the stored ones at {FormatOpenHour(storedGrid)} UTC, {FormatHours(HoursBetween(grid, storedGrid))} apart ({zone}). Correct --zone, {remedy}"
        );
    }

    // The stored bars that remain must open at the same hour as the file's bars.
    private static void RejectOtherGridOutsideSpan(
        BarGrid grid,
        CandleColumns stored,
        TimeRange span,
        long[] removed,
        string file,
        string zone
    )
    {
        if (grid.Timeframe.NominalMicroseconds < UnixTime.MicrosecondsPerDay)
            return;
        long[] remaining = [.. stored.Times.ToArray().Where(time => !span.Contains(time) && Array.BinarySearch(removed, time) < 0)];
        RejectOtherGrid(grid, remaining, file, zone, "or provide a file that covers them all");
    }

    // The times, outside the span, of stored copies of the rows at shifted times, and of stored bars of another grid that overlap the start of
    // the span.
    private static long[] FindRemovedOutsideSpan(CandleColumns rows, CandleColumns stored, BarGrid grid, TimeRange span, BarShift? shift)
    {
        var times = shift is { } found ? BarShift.FindTimesOfShiftedCopies(rows, stored, found.Microseconds) : [];
        foreach (var time in stored.Times)
        {
            if (time < span.StartUtc && grid.Timeframe.EndOf(time) > span.StartUtc && !grid.IsOpenTime(time))
                times.Add(time);
        }

        return [.. times.Where(time => !span.Contains(time)).Distinct().Order()];
    }

    private void Compare(CandleColumns rows, CandleColumns stored, TimeRange? replacedSpan)
    {
        var changes = new PriorityQueue<ChangedBar, double>();
        var (storedIndex, rowIndex) = (0, 0);
        while (storedIndex < stored.Count || rowIndex < rows.Count)
        {
            if (rowIndex == rows.Count || (storedIndex < stored.Count && stored.Times[storedIndex] < rows.Times[rowIndex]))
            {
                Removed += replacedSpan?.Contains(stored.Times[storedIndex]) == true ? 1 : 0;
                storedIndex++;
            }
            else if (storedIndex == stored.Count || stored.Times[storedIndex] > rows.Times[rowIndex])
            {
                New++;
                rowIndex++;
            }
            else
            {
                CompareRow(stored[storedIndex], rows[rowIndex], changes);
                storedIndex++;
                rowIndex++;
            }
        }

        Removed += RemovedOutsideSpan.Length;
        var largest = new List<ChangedBar>();
        while (changes.TryDequeue(out var change, out _)) // smallest first
            largest.Insert(0, change);
        LargestChanges = largest;
    }

    private void CompareRow(in Candle stored, in Candle row, PriorityQueue<ChangedBar, double> changes)
    {
        if (stored == row)
        {
            Equal++;
        }
        else if (stored.IsValid && !row.IsValid)
        {
            LeftOut++;
        }
        else
        {
            Changed++;
            var change = new ChangedBar(stored, row);
            changes.Enqueue(change, change.Size);
            if (changes.Count > MaxListed)
                changes.Dequeue();
        }
    }

    private static string FormatOpenHour(BarGrid grid)
    {
        var hour = (ToHours(-grid.ShiftMicroseconds) + 24) % 24;
        return FormattableString.Invariant($"{hour:00}:00");
    }

    private static long HoursBetween(BarGrid grid, BarGrid storedGrid)
    {
        var hours = Math.Abs(ToHours(grid.ShiftMicroseconds - storedGrid.ShiftMicroseconds));
        return Math.Min(hours, 24 - hours);
    }

    private static long ToHours(long microseconds) => microseconds / UnixTime.MicrosecondsPerHour;

    private static string FormatDistance(long microseconds) =>
        microseconds % UnixTime.MicrosecondsPerHour == 0
            ? FormatHours(ToHours(microseconds))
            : FormattableString.Invariant($"{microseconds / (60 * UnixTime.MicrosecondsPerSecond)} minutes");

    private static string ExplainShift(BarShift shift, string zone) =>
        shift.Microseconds % UnixTime.MicrosecondsPerHour == 0
            ? $"one of the two was read in a wrong zone ({zone}). Correct --zone"
            : "one of the two has the times at which bars close. Provide the times at which they open";

    private static string FormatHours(long hours) => hours == 1 ? "1 hour" : $"{hours} hours";
}
