using Bokgi.Host.Backtests.Artifacts;
using Bokgi.Host.Platform.Queries;
using Bokgi.Strategies;

namespace Bokgi.Host.Backtests.Rows;

/// <summary>Rows for other programs, as columns of a stretch of rows at a time.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Groups">For each stretch an array for each column, of its physical type; read as they are asked for.</param>
internal sealed record RowTable(IReadOnlyList<ArtifactColumn> Columns, IEnumerable<Array[]> Groups)
{
    private const string Details = "details";

    /// <summary>Rows of a run, symbol by symbol.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="paging">Which of them.</param>
    /// <param name="details">The names of the columns that have places only.</param>
    /// <param name="cancel">Stops between symbols.</param>
    public static RowTable Of(RunRows rows, Paging paging, IReadOnlyList<string> details, CancellationToken cancel)
    {
        ArtifactColumn[] columns = [.. rows.Reader.Columns.Select(column => Named(column, details)).OfType<ArtifactColumn>()];
        return new RowTable(columns, Groups());

        IEnumerable<Array[]> Groups()
        {
            foreach (var (place, from, count) in rows.Slices(paging))
            {
                cancel.ThrowIfCancellationRequested();
                yield return [.. columns.Select(column => rows.Reader.Read(column, place, from, count))];
            }
        }
    }

    // Places that the strategy does not use are left out.
    private static ArtifactColumn? Named(ArtifactColumn column, IReadOnlyList<string> details)
    {
        for (var i = 0; i < SignalDetails.Capacity; i++)
        {
            if (column.Name == RunArtifacts.DetailName(i))
                return i < details.Count ? column with { Title = details[i], Parent = Details } : null;
        }

        return column;
    }
}
