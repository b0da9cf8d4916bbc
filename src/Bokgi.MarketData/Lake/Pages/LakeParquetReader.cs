using System.Runtime.CompilerServices;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake.Pages;

/// <summary>
/// Reads files that the lake itself wrote, and only those: without the general reader a day file costs a third. Whatever is not as the
/// lake writes it, or damaged, is refused here without a word, so that the general reader can read it or say what is wrong.
/// </summary>
internal sealed class LakeParquetReader
{
    private const int TimeChunk = 0;

    // One read fetches the footer of nearly every file.
    private const int LikelyFooterBytes = 1 << 15;

    // So many rows are made room for as the footer claims them; of more, which only seconds have, the heads of the pages are asked before.
    private const long MostUnaskedRows = 1 << 21;

    // What a DateTime can hold, with room for a zone and the end of a bar; the general reader has the words for times beyond.
    private static readonly TimeRange Calendar = new(UtcYear.StartOf(3), UtcYear.StartOf(9998));

    private readonly FileContent content;
    private readonly LakeRowGroup[] groups;

    private LakeParquetReader(FileContent content, LakeRowGroup[] groups)
    {
        this.content = content;
        this.groups = groups;
        Rows = groups.Sum(group => (long)group.Rows);
    }

    /// <summary>How many rows the footer claims.</summary>
    public long Rows { get; }

    /// <summary>The file, or null when it has to be read the general way.</summary>
    /// <param name="content">Stays the caller's.</param>
    public static LakeParquetReader? Open(FileContent content)
    {
        if (!ZstdContext.IsAvailable || content.Length < LakeFooter.TailBytes)
            return null;

        var likely = (int)Math.Min(content.Length, LikelyFooterBytes);
        using var tail = content.Read(content.Length - likely, likely);
        var length = LakeFooter.LengthOf(tail.Bytes[^LakeFooter.TailBytes..]);
        var start = content.Length - LakeFooter.TailBytes - length;
        if (length == 0 || start < 0)
            return null;

        var groups =
            length + LakeFooter.TailBytes <= likely
                ? LakeFooter.TryParse(tail.Bytes.Slice(likely - LakeFooter.TailBytes - length, length), start)
                : ParseLong(content, start, length);
        if (groups is null || !IsAscending(groups))
            return null;
        var opened = new LakeParquetReader(content, groups);
        return opened.Rows <= MostUnaskedRows || HasPages(content) ? opened : null;
    }

    /// <summary>Which rows lie in a range; null when the file has to be read the general way.</summary>
    public List<RowSpan>? Stretches(TimeRange range)
    {
        var stretches = new List<RowSpan>(groups.Length);
        for (var i = 0; i < groups.Length; i++)
        {
            var group = groups[i];
            if (group.LastUtc < range.StartUtc || group.FirstUtc >= range.EndUtc)
                continue;
            if (range.Contains(group.FirstUtc) && range.Contains(group.LastUtc))
                stretches.Add(new RowSpan(i, 0, group.Rows));
            else if (TrySearch(i, range) is not { } found)
                return null;
            else if (found.Count > 0)
                stretches.Add(found);
        }

        return stretches;
    }

    /// <summary>Reads a stretch into the rows of <paramref name="destination"/> from <paramref name="start"/> on, which are there already.</summary>
    /// <returns>Whether it could; otherwise the rows hold anything.</returns>
    public bool TryRead(RowSpan stretch, CandleColumns destination, int start) =>
        TryReadTimes(stretch, destination.Times.Slice(start, stretch.Count))
        && TryReadNumbers(stretch, 1, destination.Open.Slice(start, stretch.Count))
        && TryReadNumbers(stretch, 2, destination.High.Slice(start, stretch.Count))
        && TryReadNumbers(stretch, 3, destination.Low.Slice(start, stretch.Count))
        && TryReadNumbers(stretch, 4, destination.Close.Slice(start, stretch.Count))
        && TryReadNumbers(stretch, 5, destination.Volume.Slice(start, stretch.Count));

    // Row groups that share their pages would be many rows in few bytes.
    private static bool IsAscending(LakeRowGroup[] groups)
    {
        for (var i = 1; i < groups.Length; i++)
        {
            if (groups[i].FirstUtc <= groups[i - 1].LastUtc)
                return false;
        }

        return true;
    }

    private static bool HasPages(FileContent content)
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

    private static LakeRowGroup[]? ParseLong(FileContent content, long start, int length)
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

    private RowSpan? TrySearch(int group, TimeRange range)
    {
        using var times = new PooledSpan<long>(groups[group].Rows);
        if (!TryReadAllTimes(group, times.Span))
            return null;
        var from = FirstAtOrAfter(times.Span, range.StartUtc);
        return new RowSpan(group, from, FirstAtOrAfter(times.Span, range.EndUtc) - from);
    }

    private bool TryReadTimes(RowSpan stretch, Span<long> destination)
    {
        if (stretch.Count == groups[stretch.Group].Rows)
            return TryReadAllTimes(stretch.Group, destination);

        using var times = new PooledSpan<long>(groups[stretch.Group].Rows);
        if (!TryReadAllTimes(stretch.Group, times.Span))
            return false;
        times.Span.Slice(stretch.From, stretch.Count).CopyTo(destination);
        return true;
    }

    // Strictly ascending within the bounds that the footer tells: then a binary search and the bounds themselves can be believed.
    private bool TryReadAllTimes(int number, Span<long> times)
    {
        var group = groups[number];
        using var chunk = content.Read(group.Chunks[TimeChunk].Offset, group.Chunks[TimeChunk].Length);
        if (!LakeColumn.TryReadTimes(chunk.Bytes, times) || times[0] != group.FirstUtc || times[^1] != group.LastUtc)
            return false;

        return IsAscending(times) && Calendar.Contains(group.FirstUtc) && Calendar.Contains(group.LastUtc);
    }

    private bool TryReadNumbers(RowSpan stretch, int column, Span<double> destination)
    {
        var place = groups[stretch.Group].Chunks[column];
        using var chunk = content.Read(place.Offset, place.Length);
        return LakeColumn.TryReadNumbers(chunk.Bytes, stretch.From, destination);
    }
}
