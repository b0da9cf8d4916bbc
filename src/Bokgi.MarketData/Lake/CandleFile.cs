using Bokgi.MarketData.Lake.Pages;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake;

/// <summary>
/// A year file of candles, open for reading. Files that the lake wrote are read with the fast reader; the generic reader reads all others,
/// including those on which the fast reader fails.
/// </summary>
internal sealed class CandleFile : IDisposable
{
    private readonly YearFile file;
    private readonly FileContent content;
    private readonly IFastReader? fastReader;
    private GenericParquetReader? genericReader;
    private (TimeRange Range, IReadOnlyList<RowSpan>? Spans)? latestSpans; // the result of the latest call of RowSpans

    private CandleFile(YearFile file, FileContent content)
    {
        this.file = file;
        this.content = content;
        fastReader = LakeParquetReader.Open(content); // null when only the generic reader can read the file
        if (fastReader is null)
        {
            genericReader = GenericParquetReader.Open(file, content);
            return;
        }

        RowLimit.Check(file, fastReader.Rows, content.Length);
    }

    /// <summary>The path relative to the root.</summary>
    public string Name => file.Name;

    /// <summary>Opens a file; null when it no longer exists.</summary>
    /// <exception cref="LakeException">The file is not Parquet, damaged, or holds no candles.</exception>
    public static CandleFile? Open(YearFile file)
    {
        var content = ParquetSource.OpenContent(file.Path, file.Name);
        if (content is null)
            return null;

        try
        {
            return new CandleFile(file, content);
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The earliest time according to the footer, microseconds UTC; null when the footer has no statistics, and <see cref="long.MaxValue"/>
    /// when the file has no row groups.
    /// </summary>
    public long? FirstUtc => fastReader is null ? GetGenericReader().FirstUtc : fastReader.FirstUtc;

    /// <summary>The number of rows in <paramref name="range"/>; an estimate if only the generic reader can read the file.</summary>
    public long CountRows(TimeRange range) =>
        RowSpans(range) is { } spans ? spans.Sum(span => (long)span.Count) : GetGenericReader().EstimateRows(range);

    /// <summary>Where the rows of a range are, for reading them in parallel; null when only <see cref="Read"/> can read the file.</summary>
    public IReadOnlyList<RowSpan>? RowSpans(TimeRange range)
    {
        if (latestSpans is { } latest && latest.Range == range)
            return latest.Spans;
        var spans = fastReader?.RowSpans(range);
        latestSpans = (range, spans);
        return spans;
    }

    /// <summary>
    /// Reads one of <see cref="RowSpans"/> into the existing rows of <paramref name="destination"/> from <paramref name="start"/> on.
    /// Several threads may call this at once.
    /// </summary>
    /// <returns>Whether it succeeded; if not, <see cref="Read"/> reads the rows or reports the error.</returns>
    public bool TryRead(RowSpan span, CandleColumns destination, int start) => fastReader!.TryRead(span, destination, start);

    /// <summary>Appends the rows in <paramref name="range"/>, in file order.</summary>
    /// <exception cref="LakeException">The file is damaged, or states another symbol or timeframe than its path.</exception>
    public void Read(TimeRange range, CandleColumns destination, CancellationToken cancel)
    {
        if (!TryReadFast(range, destination, cancel))
            GetGenericReader().Read(range, destination, cancel);
    }

    public void Dispose()
    {
        genericReader?.Dispose();
        content.Dispose();
    }

    private bool TryReadFast(TimeRange range, CandleColumns destination, CancellationToken cancel)
    {
        if (RowSpans(range) is not { } spans)
            return false;

        var start = destination.Count;
        var next = start;
        destination.Reserve(spans.Sum(span => span.Count));
        foreach (var span in spans)
        {
            cancel.ThrowIfCancellationRequested();
            destination.Extend(span.Count);
            if (!fastReader!.TryRead(span, destination, next))
            {
                destination.Truncate(start);
                return false;
            }

            next += span.Count;
        }

        return true;
    }

    private GenericParquetReader GetGenericReader() => genericReader ??= GenericParquetReader.Open(file, content);
}
