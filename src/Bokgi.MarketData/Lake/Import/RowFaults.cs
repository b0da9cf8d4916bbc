using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>Handles faulty rows: a few are removed or reported; too many cause the file to be rejected.</summary>
internal static class RowFaults
{
    // A file is rejected if more than one row in this many is faulty.
    private const int RowsPerToleratedFault = 20;

    // A time at most this long before the end of a bar is probably the bar's close time.
    private const long CloseTimeTolerance = UnixTime.MicrosecondsPerSecond;

    /// <summary>Removes rows without any price: periods without trades.</summary>
    /// <returns>The number of rows removed.</returns>
    public static int RemoveWithoutPrice(CandleColumns rows) =>
        Remove(
            rows,
            static (in Candle row) => double.IsNaN(row.Open) && double.IsNaN(row.High) && double.IsNaN(row.Low) && double.IsNaN(row.Close)
        );

    /// <summary>Moves a valid row behind invalid rows with the same time, because only the last row of each time is kept later.</summary>
    /// <param name="rows">The rows, oldest first.</param>
    public static void PreferValidOfEqualTimes(CandleColumns rows)
    {
        var times = rows.Times;
        for (var i = 1; i < times.Length; i++)
        {
            if (times[i] == times[i - 1] && rows[i - 1].IsValid && !rows[i].IsValid)
                (rows[i - 1], rows[i]) = (rows[i], rows[i - 1]);
        }
    }

    /// <summary>Rejects a file in which many rows have the same time as another row but different values.</summary>
    /// <param name="differing">The number of rows with the time of another row and different values.</param>
    /// <param name="rows">The number of all rows.</param>
    /// <param name="file">The file's name.</param>
    /// <exception cref="LakeException">There are too many such rows.</exception>
    public static void RejectConflictingRows(int differing, int rows, string file)
    {
        if (!AreTooMany(differing, rows))
            return;
        throw new LakeException(
            LakeErrorKind.InvalidInput,
            FormattableString.Invariant(
                $"{file}: {differing:N0} of {rows:N0} rows have the time of another row and other values; is the hour in another column, or are there several markets? Specify --columns time=NAME, or split the file"
            )
        );
    }

    /// <summary>Removes rows whose time is not the open of a bar.</summary>
    /// <param name="rows">The rows, oldest first.</param>
    /// <param name="grid">The times at which bars open.</param>
    /// <param name="file">The file's name.</param>
    /// <returns>The number of rows removed.</returns>
    /// <exception cref="LakeException">There are too many such rows.</exception>
    public static int RemoveOffGrid(CandleColumns rows, BarGrid grid, string file)
    {
        var (count, firstOffGrid) = (0, 0L);
        foreach (var time in rows.Times)
        {
            if (grid.IsOpenTime(time))
                continue;
            firstOffGrid = count == 0 ? time : firstOffGrid;
            count++;
        }

        if ((long)count * RowsPerToleratedFault >= rows.Count && count > 0)
            throw new LakeException(
                LakeErrorKind.InvalidInput,
                FormattableString.Invariant(
                    $"{file}: {count:N0} of {rows.Count:N0} times are not the open of a {grid.Timeframe} bar, the first {UnixTime.Format(firstOffGrid)}; {DescribeLikelyCause(rows.Times, grid)}"
                )
            );
        return count == 0 ? 0 : Remove(rows, (in Candle row) => !grid.IsOpenTime(row.TimeUtc));
    }

    /// <summary>Counts the bars that a backtest cannot use, and returns the first few of them.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="map">The meanings of the columns.</param>
    /// <param name="file">The file's name.</param>
    /// <exception cref="LakeException">There are too many invalid bars, or the assumed order of the values does not fit them.</exception>
    public static (int Count, IReadOnlyList<InvalidRow> Samples) FindInvalid(CandleColumns rows, ColumnMap map, string file)
    {
        const int maxSamples = 5;

        var samples = new List<InvalidRow>();
        var count = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            var candle = rows[i];
            if (candle.IsValid)
                continue;
            count++;
            if (samples.Count < maxSamples)
                samples.Add(new InvalidRow(candle, candle.Fault));
        }

        if (!AreTooMany(count, rows.Count))
        {
            if (map.IsOrderAssumed && ArrayLayout.FindDoubtAboutDefault(rows) is { } doubt)
                throw new LakeException(
                    LakeErrorKind.InvalidInput,
                    $"{file}: read as {map.Order}, {doubt}; specify --columns with the order of the values, or {map.Order} if it is right"
                );
            return (count, samples);
        }

        var likelier = map.Order is { } read ? ArrayLayout.FindLikelierOrder(rows, count, read) : null;
        throw new LakeException(
            LakeErrorKind.InvalidInput,
            FormattableString.Invariant($"{file}: {count:N0} of {rows.Count:N0} bars are invalid, ")
                + $"the first at {UnixTime.Format(samples[0].Candle.TimeUtc)} ({Describe(samples[0].Fault)}); "
                + (
                    likelier is var (columns, remedy)
                        ? $"they were read as {map.Order}, and are plausible as {columns}; specify {remedy}"
                        : "check which column is which, and specify --columns"
                )
        );
    }

    // A single faulty row is never too many.
    private static bool AreTooMany(int faulty, int rows) => faulty >= 2 && (long)faulty * RowsPerToleratedFault > rows;

    private static string Describe(CandleFault fault) =>
        fault switch
        {
            CandleFault.NotFinite => "a value is missing",
            CandleFault.PriceNotPositive => "a price is not above 0",
            CandleFault.NegativeVolume => "the volume is negative",
            _ => "open or close lies outside of low and high",
        };

    private delegate bool RowPredicate(in Candle row);

    private static int Remove(CandleColumns rows, RowPredicate isRemoved)
    {
        var kept = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            if (isRemoved(row))
                continue;
            if (kept != i)
                rows[kept] = row;
            kept++;
        }

        var removed = rows.Count - kept;
        rows.Truncate(kept);
        return removed;
    }

    private static string DescribeLikelyCause(ReadOnlySpan<long> times, BarGrid grid)
    {
        var (nearClose, oneDayBeforeEnd, offGrid) = (0, 0, 0);
        var distances = new HashSet<long>();
        foreach (var time in times)
        {
            if (grid.IsOpenTime(time))
                continue;
            offGrid++;
            var open = grid.OpenOf(time);
            nearClose += grid.EndOf(open) - time <= CloseTimeTolerance ? 1 : 0;
            oneDayBeforeEnd += grid.EndOf(open) - time == UnixTime.MicrosecondsPerDay ? 1 : 0;
            distances.Add(time - open);
        }

        if (nearClose * 2 > offGrid)
            return "they look like the times at which bars close; give those at which they open";
        if (oneDayBeforeEnd * 2 > offGrid && grid.Timeframe.NominalMicroseconds > UnixTime.MicrosecondsPerDay)
            return grid.Timeframe == Timeframe.OneMonth
                ? "they look like month ends; give the first day of the month"
                : "they look like the last day of the week; give its Monday";
        return distances.Count == 1 && grid.Timeframe.NominalMicroseconds > UnixTime.MicrosecondsPerHour
            ? $"all are {TimeSpan.FromMicroseconds(distances.Single())} after the open of a bar, which looks like another zone; specify --zone, or the right --timeframe"
            : "are --timeframe and --zone right? They may also be times of trades";
    }
}
