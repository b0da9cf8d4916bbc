using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Documents;

namespace Bokgi.Host.Runs.Rows;

/// <summary>The rows of selected symbols in one table of a run, as a single list. Only the required row groups are read.</summary>
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
            var rows = reader.RowCount(symbolIndex);
            var count = Math.Min(rows - Math.Min(skip, rows), remaining);
            if (count > 0)
                yield return new ArtifactSlice(reader, run.Symbols[symbolIndex].Symbol, symbolIndex, skip, count);
            skip = Math.Max(0, skip - rows);
            remaining -= count;
            if (remaining == 0)
                yield break;
        }
    }

    public void Dispose() => reader.Dispose();
}
