using Bokgi.MarketData.Lake.Pages;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake;

/// <summary>
/// A year file of candles, open for reading: with the fast reader if the lake wrote it, else, or if that fails, with the general one.
/// </summary>
internal sealed class CandleFile : IDisposable
{
    private readonly YearFile file;
    private readonly FileContent content;
    private readonly IFastReader? fast;
    private GenericParquetReader? general;

    private CandleFile(YearFile file, FileContent content)
    {
        this.file = file;
        this.content = content;
        fast = LakeParquetReader.Open(content); // the only mention of the fast reader; null without it
        if (fast is null)
        {
            general = GenericParquetReader.Open(file, content);
            return;
        }

        RowLimit.Check(file, fast.Rows, content.Length);
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

    /// <summary>The time of the first row; null when the footer does not say.</summary>
    public long? FirstUtc => fast is null ? General().FirstUtc : fast.FirstUtc;

    /// <summary>How many rows lie in <paramref name="range"/>; an estimate where the lake did not write the file.</summary>
    public long CountRows(TimeRange range) =>
        fast?.Stretches(range) is { } stretches ? stretches.Sum(stretch => (long)stretch.Count) : General().LikelyRows(range);

    /// <summary>Where the rows of a range are, for reading them in parallel; null when only <see cref="Read"/> can read the file.</summary>
    public IReadOnlyList<RowSpan>? Stretches(TimeRange range) => fast?.Stretches(range);

    /// <summary>Reads a stretch into existing rows of <paramref name="destination"/>; several threads may call this at once.</summary>
    /// <returns>Whether it succeeded; if not, <see cref="Read"/> reads the rows or reports the error.</returns>
    public bool TryRead(RowSpan stretch, CandleColumns destination, int start) => fast!.TryRead(stretch, destination, start);

    /// <summary>Appends the rows in <paramref name="range"/>, in file order.</summary>
    /// <exception cref="LakeException">The file is damaged, or states another symbol or timeframe than its path.</exception>
    public void Read(TimeRange range, CandleColumns destination, CancellationToken cancel)
    {
        if (!TryReadFast(range, destination, cancel))
            General().Read(range, destination, cancel);
    }

    public void Dispose()
    {
        general?.Dispose();
        content.Dispose();
    }

    private bool TryReadFast(TimeRange range, CandleColumns destination, CancellationToken cancel)
    {
        if (fast?.Stretches(range) is not { } stretches)
            return false;

        var start = destination.Count;
        var next = start;
        destination.Reserve(stretches.Sum(stretch => stretch.Count));
        foreach (var stretch in stretches)
        {
            cancel.ThrowIfCancellationRequested();
            destination.Extend(stretch.Count);
            if (!fast.TryRead(stretch, destination, next))
            {
                destination.Truncate(start);
                return false;
            }

            next += stretch.Count;
        }

        return true;
    }

    private GenericParquetReader General() => general ??= GenericParquetReader.Open(file, content);
}
