using System.Runtime.CompilerServices;
using Bokgi.MarketData.Lake.Claims;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake.Pages;

/// <summary>
/// Reads only files that the lake itself wrote; a file of daily bars takes a third of the generic reader's time. It declines damaged or
/// different files without an exception, so that the generic reader can read them or report the error.
/// </summary>
internal sealed class LakeParquetReader : IFastReader
{
    private const int TimeChunk = 0;

    // Large enough to read nearly every footer at once.
    private const int TypicalFooterBytes = 1 << 15;

    // Up to this many rows, the footer's row count is trusted for allocation. Only files of one-second bars have more rows; of these, the page
    // headers are checked first.
    private const long MaxTrustedRows = 1 << 21;

    // The range of DateTime, with a margin for a time zone and the end of a bar; the generic reader reports times outside it.
    private static readonly TimeRange SupportedTimes = new(UtcYear.StartOf(3), UtcYear.StartOf(9998));

    private readonly FileContent content;
    private readonly LakeRowGroup[] groups;

    private LakeParquetReader(FileContent content, LakeRowGroup[] groups)
    {
        this.content = content;
        this.groups = groups;
        Rows = groups.Sum(group => (long)group.Rows);
    }

    public long Rows { get; }

    public long FirstUtc => groups is [var first, ..] ? first.FirstUtc : long.MaxValue;

    /// <summary>Opens a file; null when only the generic reader can read it.</summary>
    /// <param name="content">Still owned by the caller.</param>
    public static IFastReader? Open(FileContent content)
    {
        if (!ZstdContext.IsAvailable || content.Length < ParquetFooter.TailBytes)
            return null;

        var tailLength = (int)Math.Min(content.Length, TypicalFooterBytes);
        using var tail = content.Read(content.Length - tailLength, tailLength);
        var length = ParquetFooter.LengthOf(tail.Bytes[^ParquetFooter.TailBytes..]);
        var start = content.Length - ParquetFooter.TailBytes - length;
        if (length == 0 || start < 0)
            return null;

        var groups =
            length + ParquetFooter.TailBytes <= tailLength
                ? LakeFooter.TryParse(tail.Bytes.Slice(tailLength - ParquetFooter.TailBytes - length, length), start)
                : ParseLongFooter(content, start, length);
        if (groups is null || !IsAscending(groups))
            return null;
        var opened = new LakeParquetReader(content, groups);
        return opened.Rows <= MaxTrustedRows || PagesMatchFooter(content) ? opened : null;
    }

    public IReadOnlyList<RowSpan>? RowSpans(TimeRange range)
    {
        var spans = new List<RowSpan>(groups.Length);
        for (var i = 0; i < groups.Length; i++)
        {
            var group = groups[i];
            if (group.LastUtc < range.StartUtc || group.FirstUtc >= range.EndUtc)
                continue;
            if (range.Contains(group.FirstUtc) && range.Contains(group.LastUtc))
            {
                spans.Add(new RowSpan(i, From: 0, group.Rows));
                continue;
            }

            if (TryFindRows(i, range) is not { } found)
                return null;
            if (found.Count > 0)
                spans.Add(found);
        }

        return spans;
    }

    // The numbers are the indexes of the columns in LakeRowGroup.Chunks.
    public bool TryRead(RowSpan span, CandleColumns destination, int start) =>
        TryReadTimes(span, destination.Times.Slice(start, span.Count))
        && TryReadNumbers(span, 1, destination.Open.Slice(start, span.Count))
        && TryReadNumbers(span, 2, destination.High.Slice(start, span.Count))
        && TryReadNumbers(span, 3, destination.Low.Slice(start, span.Count))
        && TryReadNumbers(span, 4, destination.Close.Slice(start, span.Count))
        && TryReadNumbers(span, 5, destination.Volume.Slice(start, span.Count));

    // A malicious file could let many groups point at the same pages and so declare far more rows than it has bytes. Such groups would have
    // the same times, so groups that overlap in time are refused.
    private static bool IsAscending(LakeRowGroup[] groups)
    {
        for (var i = 1; i < groups.Length; i++)
        {
            if (groups[i].FirstUtc <= groups[i - 1].LastUtc)
                return false;
        }

        return true;
    }

    private static bool PagesMatchFooter(FileContent content)
    {
        try
        {
            PageClaims.Check(content, ParquetFooter.Read(content), [.. Enumerable.Range(0, LakeFooter.Columns)]);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static LakeRowGroup[]? ParseLongFooter(FileContent content, long start, int length)
    {
        using var footer = content.Read(start, length);
        return LakeFooter.TryParse(footer.Bytes, start);
    }

    private static int FirstAtOrAfter(ReadOnlySpan<long> times, long time)
    {
        var index = times.BinarySearch(time);
        return index >= 0 ? index : ~index;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool IsAscending(ReadOnlySpan<long> times)
    {
        var isAscending = true;
        for (var i = 1; i < times.Length; i++)
            isAscending &= times[i] > times[i - 1];
        return isAscending;
    }

    private RowSpan? TryFindRows(int group, TimeRange range)
    {
        using var times = new PooledSpan<long>(groups[group].Rows);
        if (!TryReadAllTimes(group, times.Span))
            return null;
        var from = FirstAtOrAfter(times.Span, range.StartUtc);
        return new RowSpan(group, from, FirstAtOrAfter(times.Span, range.EndUtc) - from);
    }

    private bool TryReadTimes(RowSpan span, Span<long> destination)
    {
        if (span.Count == groups[span.Group].Rows)
            return TryReadAllTimes(span.Group, destination);

        using var times = new PooledSpan<long>(groups[span.Group].Rows);
        if (!TryReadAllTimes(span.Group, times.Span))
            return false;
        times.Span.Slice(span.From, span.Count).CopyTo(destination);
        return true;
    }

    // Times must ascend strictly within the footer's bounds, so that binary search and the bounds themselves can be trusted.
    private bool TryReadAllTimes(int groupIndex, Span<long> times)
    {
        var group = groups[groupIndex];
        using var chunk = content.Read(group.Chunks[TimeChunk].Offset, group.Chunks[TimeChunk].Length);
        if (!LakeColumn.TryReadTimes(chunk.Bytes, times) || times[0] != group.FirstUtc || times[^1] != group.LastUtc)
            return false;

        return IsAscending(times) && SupportedTimes.Contains(group.FirstUtc) && SupportedTimes.Contains(group.LastUtc);
    }

    private bool TryReadNumbers(RowSpan span, int column, Span<double> destination)
    {
        var location = groups[span.Group].Chunks[column];
        using var chunk = content.Read(location.Offset, location.Length);
        return LakeColumn.TryReadNumbers(chunk.Bytes, span.From, destination);
    }
}
