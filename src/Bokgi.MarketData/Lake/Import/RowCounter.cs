using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>
/// Counts decoded rows per year and rejects files with more rows in a year than <see cref="RowLimit"/> allows. As long as the length of the
/// bars is unknown, the limit is that of one-second bars. Also removes repeated rows from time to time, before they fill the memory.
/// </summary>
/// <param name="file">The file's name in error messages.</param>
/// <param name="timeframe">The length of the bars, if known before the first row.</param>
internal sealed class RowCounter(string file, Timeframe? timeframe)
{
    private readonly Dictionary<int, long> rowsByYear = [];
    private readonly Timeframe assumedTimeframe = timeframe ?? Timeframe.All[0]; // one-second bars
    private (int Number, long Start, long End, long Rows, long Limit) year; // the year of the latest row; the counts of other years are in rowsByYear
    private long? previousTime;
    private bool hasAscended;
    private bool hasDescended;
    private int compactAt = RowLimit.NextCompactionAt(0); // the number of rows at which repeated rows are removed next

    /// <summary>The number of rows counted.</summary>
    public long Rows => rowsByYear.Values.Sum() + year.Rows;

    /// <summary>The time order of the rows.</summary>
    public RowOrder Order =>
        !hasDescended ? RowOrder.OldestFirst
        : hasAscended ? RowOrder.Mixed
        : RowOrder.NewestFirst;

    /// <summary>Checks the claimed number of rows before any is decoded.</summary>
    /// <param name="rows">The row count that the file claims.</param>
    /// <param name="times">The first and last time that the file claims; null when unknown.</param>
    /// <exception cref="LakeException">There are too many rows.</exception>
    public void CheckClaimedRows(long rows, (long First, long Last)? times)
    {
        // If the times are unknown, the limit is that of one-second bars in a leap year.
        var (firstYear, lastYear) = times is { } claimed ? (UtcYear.Of(claimed.First), UtcYear.Of(claimed.Last)) : (0, 0);
        var limit = times is null
            ? RowLimit.ForUnknownFile
            : Enumerable.Range(firstYear, lastYear - firstYear + 1).Sum(number => RowLimit.ForYear(assumedTimeframe, number));
        if (rows > limit)
            throw TooMany(
                FormattableString.Invariant($"claims {rows:N0} rows"),
                times is null ? "a file that does not state its years" : DescribeYears(firstYear, lastYear),
                times is null ? "one-second bars in a year" : $"{assumedTimeframe} bars in that time",
                limit
            );
    }

    /// <summary>Counts newly decoded rows.</summary>
    /// <param name="rows">All rows so far; this method may remove duplicates from them.</param>
    /// <param name="from">The index of the first new row.</param>
    /// <exception cref="LakeException">A year has too many rows.</exception>
    public void CountAndCompact(CandleColumns rows, int from)
    {
        foreach (var time in rows.Times[from..])
            Count(time);
        if (rows.Count < compactAt)
            return;
        CandleOrder.Compact(rows);
        compactAt = RowLimit.NextCompactionAt(rows.Count);
    }

    /// <summary>Checks the years' row counts against the length of the bars, once that length is known.</summary>
    /// <exception cref="LakeException">A year has too many rows.</exception>
    public void CheckYears(Timeframe knownTimeframe)
    {
        FinishYear();
        foreach (var (number, rows) in rowsByYear)
        {
            if (rows > RowLimit.ForYear(knownTimeframe, number))
                throw TooMany(
                    FormattableString.Invariant($"holds {rows:N0} rows"),
                    $"the year {number}",
                    $"{knownTimeframe} bars in that time",
                    RowLimit.ForYear(knownTimeframe, number)
                );
        }
    }

    private static string DescribeYears(int first, int last) => first == last ? $"the year {first}" : $"the years {first} to {last}";

    private void Count(long time)
    {
        hasAscended |= time > previousTime;
        hasDescended |= time < previousTime;
        previousTime = time;
        if (time < year.Start || time >= year.End)
            StartYear(time);
        if (++year.Rows > year.Limit)
            throw TooMany(
                FormattableString.Invariant($"holds {year.Rows:N0} rows and perhaps more"),
                $"the year {year.Number}",
                $"{assumedTimeframe} bars in that time",
                year.Limit
            );
    }

    private void StartYear(long time)
    {
        FinishYear();
        var number = UtcYear.Of(time);
        var end = number < DateTime.MaxValue.Year ? UtcYear.StartOf(number + 1) : long.MaxValue;
        var start = number > 1 ? UtcYear.StartOf(number) : long.MinValue;
        rowsByYear.Remove(number, out var rows);
        year = (number, start, end, rows, RowLimit.ForYear(assumedTimeframe, number));
    }

    private void FinishYear()
    {
        if (year.Rows > 0)
            rowsByYear[year.Number] = year.Rows;
        year = default;
    }

    private LakeException TooMany(string rows, string subject, string bars, long limit) =>
        new(
            LakeErrorKind.MalformedFile,
            FormattableString.Invariant(
                $"{file} {rows}; the limit for {subject} is {limit:N0} rows, twice the number of {bars}; split the file by years, or remove repeated rows"
            )
        );
}
