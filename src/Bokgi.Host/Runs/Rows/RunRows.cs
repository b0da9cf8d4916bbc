using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Documents;

namespace Bokgi.Host.Runs.Rows;

/// <summary>
/// The rows of selected symbols from one file of a run (its trades or its signals), as a single list. Only the row groups of the requested
/// page are read.
/// </summary>
internal sealed class RunRows(ArtifactReader reader, RunDocument run, IReadOnlyList<int> symbolIndexes) : IDisposable
{
    public ArtifactReader Reader => reader;

    public Page<T> Page<T>(Paging paging, Func<ArtifactSlice, IEnumerable<T>> read) =>
        new(symbolIndexes.Sum(reader.RowCount), paging.Limit, paging.Offset, [.. Slices(paging).SelectMany(read)]);

    /// <summary>The row ranges that make up a page, symbol by symbol.</summary>
    public IEnumerable<ArtifactSlice> Slices(Paging paging)
    {
        var (skip, remaining) = (paging.Offset, paging.Limit);
        foreach (var symbolIndex in symbolIndexes)
        {
            var rowCount = reader.RowCount(symbolIndex);
            var count = Math.Min(rowCount - Math.Min(skip, rowCount), remaining);
            if (count > 0)
                yield return new ArtifactSlice(reader, run.Symbols[symbolIndex].Symbol, symbolIndex, skip, count);
            skip = Math.Max(0, skip - rowCount);
            remaining -= count;
            if (remaining == 0)
                yield break;
        }
    }

    public void Dispose() => reader.Dispose();
}
