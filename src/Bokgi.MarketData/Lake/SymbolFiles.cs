using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake;

/// <summary>Reads all year files of one symbol and timeframe as one series.</summary>
internal sealed class SymbolFiles(LakeLayout layout, Symbol symbol, Timeframe timeframe)
{
    // Row counts in footers are trusted up to this limit; beyond it, memory grows as rows arrive.
    private const long MaxReservedRows = 1 << 22;

    private readonly IReadOnlyList<YearFile> files = layout.Files(symbol, timeframe);

    public bool HasFiles => files.Count > 0;

    /// <summary>No bar in the files opens before this time: the start of the earliest year, in KST.</summary>
    public long EarliestUtc => UtcYear.StartOf(files.Min(file => file.Year)) - KoreanTime.OffsetMicroseconds;

    /// <summary>The current version of the files.</summary>
    /// <param name="otherFiles">Further files to include in the version.</param>
    public LakeVersion GetVersion(params IEnumerable<string> otherFiles)
    {
        var existing = files
            .Select(file => file.Path)
            .Concat(otherFiles)
            .Select(path => new FileInfo(path))
            .Where(file => file.Exists)
            .ToList();
        var texts = existing.Select(file => $"{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}");
        var newest = existing
            .Select(file => new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero))
            .DefaultIfEmpty(DateTimeOffset.MinValue)
            .Max();
        return new LakeVersion(string.Join('\n', texts), newest);
    }

    /// <summary>
    /// A time before which the range has no rows, microseconds UTC. It comes from the footers, and the range's first row may be later.
    /// </summary>
    public long LowerBoundUtc(TimeRange range)
    {
        var opened = Open(range);
        try
        {
            return opened.Select(file => Math.Max(range.StartUtc, file.FirstUtc ?? range.StartUtc)).DefaultIfEmpty(range.EndUtc).Min();
        }
        finally
        {
            foreach (var file in opened)
                file.Dispose();
        }
    }

    /// <summary>The number of rows in the range, and the files that may hold them.</summary>
    public SeriesOutline Outline(TimeRange range, CancellationToken cancel)
    {
        var opened = Open(range);
        try
        {
            var rows = 0L;
            foreach (var file in opened)
            {
                cancel.ThrowIfCancellationRequested();
                rows += file.CountRows(range);
            }

            return new SeriesOutline(rows, [.. opened.Select(file => file.Name)]);
        }
        finally
        {
            foreach (var file in opened)
                file.Dispose();
        }
    }

    /// <summary>
    /// Appends the rows in the range: files with the lowest precedence first, rows in file order; of rows with the same time, the last one
    /// counts.
    /// </summary>
    public void Read(TimeRange range, CandleColumns destination, CancellationToken cancel)
    {
        var opened = Open(range);
        try
        {
            destination.Reserve((int)Math.Min(MaxReservedRows, opened.Sum(file => file.CountRows(range))));
            foreach (var file in opened)
                file.Read(range, destination, cancel);
        }
        finally
        {
            foreach (var file in opened)
                file.Dispose();
        }
    }

    /// <summary>Opens the files that may hold rows of the range, lowest precedence first.</summary>
    public IReadOnlyList<CandleFile> Open(TimeRange range)
    {
        var (first, last) = FindYears(range);
        var opened = new List<CandleFile>();
        try
        {
            // Files split by KST years hold the last nine hours of the previous UTC year. A writer that moves such rows writes the earlier
            // file first, then removes them from the later one. So a reader that opens the later file first finds such a row in at least
            // one of the two files.
            for (var i = files.Count - 1; i >= 0; i--)
            {
                if (files[i].Year >= first && files[i].Year <= last && CandleFile.Open(files[i]) is { } file)
                    opened.Add(file);
            }
        }
        catch
        {
            opened.ForEach(file => file.Dispose());
            throw;
        }

        opened.Reverse();
        return opened;
    }

    // Files may be split by UTC or by KST years; KST is ahead, so its year may be the later one.
    private static (int First, int Last) FindYears(TimeRange range)
    {
        if (range.StartUtc >= range.EndUtc)
            return (1, 0); // no year
        var lastUtc = Math.Min(range.EndUtc, long.MaxValue - KoreanTime.OffsetMicroseconds) - 1;
        return (UtcYear.Of(range.StartUtc), UtcYear.Of(lastUtc + KoreanTime.OffsetMicroseconds));
    }
}
