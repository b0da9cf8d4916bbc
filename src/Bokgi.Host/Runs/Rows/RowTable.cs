using Bokgi.Host.Runs.Artifacts;

namespace Bokgi.Host.Runs.Rows;

/// <summary>Rows to export. They are read lazily, one group of rows at a time; a group has one array per column.</summary>
internal sealed record RowTable(IReadOnlyList<ArtifactColumn> Columns, IEnumerable<Array[]> Groups)
{
    private const string DetailsParent = "details"; // the JSON object that contains a signal's details

    /// <summary>
    /// Rows of a run, symbol by symbol. The numbered detail columns (<see cref="RunArtifacts.DetailColumnName"/>) are exported under the names
    /// in <paramref name="details"/>.
    /// </summary>
    public static RowTable Of(RunRows rows, Paging paging, IReadOnlyList<string> details, CancellationToken cancel)
    {
        ArtifactColumn[] columns = [.. rows.Reader.Columns.Select(column => WithExportName(column, details)).OfType<ArtifactColumn>()];
        return new RowTable(columns, Groups());

        IEnumerable<Array[]> Groups()
        {
            foreach (var slice in rows.Slices(paging))
            {
                cancel.ThrowIfCancellationRequested();
                yield return [.. columns.Select(column => slice.Reader.Read(column, slice.SymbolIndex, slice.From, slice.Count))];
            }
        }
    }

    // Detail columns that the strategy does not use are left out.
    private static ArtifactColumn? WithExportName(ArtifactColumn column, IReadOnlyList<string> details)
    {
        for (var i = 0; i < SignalDetails.Capacity; i++)
        {
            if (column.Name == RunArtifacts.DetailColumnName(i))
                return i < details.Count ? column with { ExportName = details[i], Parent = DetailsParent } : null;
        }

        return column;
    }
}
