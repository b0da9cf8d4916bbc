using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Rows;

namespace Bokgi.UnitTests.Runs.Artifacts;

/// <summary>Gives a run the files of earlier versions, which wrote a Parquet file for each table.</summary>
internal static class ParquetTables
{
    /// <summary>
    /// Replaces the file in a run's folder by a Parquet file for each table with the same rows. The table of equity keeps only the given
    /// columns, if any are given.
    /// </summary>
    public static void Replace(string folder, IReadOnlyList<string>? columnsOfEquity = null)
    {
        var path = Path.Combine(folder, ArtifactNames.RowsFile);
        foreach (var table in (string[])[ArtifactNames.Trades, ArtifactNames.Signals, ArtifactNames.Equity])
        {
            using var rows = new ArtifactReader("run", [path], table, isVerified: true);
            using var stream = File.Create(Path.Combine(folder, ArtifactNames.ParquetFileOf(table)));
            var keptColumns = table == ArtifactNames.Equity ? columnsOfEquity : null;
            ArtifactColumn[] columns = [.. rows.Columns.Where(column => keptColumns is null || keptColumns.Contains(column.Name))];
            using var file = new ParquetRowWriter(stream, columns);
            for (var group = 0; group < rows.GroupCount; group++)
            {
                file.BeginRowGroup();
                foreach (var column in columns)
                    file.Write(rows.Read(column, group, 0, rows.RowCount(group)));
            }

            file.Close();
        }

        File.Delete(path);
    }
}
