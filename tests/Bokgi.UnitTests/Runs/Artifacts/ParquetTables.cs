using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Rows;

namespace Bokgi.UnitTests.Runs.Artifacts;

/// <summary>Gives a run the files of earlier versions, which wrote a Parquet file for each table.</summary>
internal static class ParquetTables
{
    public static readonly string[] Names = [ArtifactNames.Trades, ArtifactNames.Signals, ArtifactNames.Equity];

    /// <summary>Replaces the file in a run's folder by a Parquet file for each table with the same rows.</summary>
    public static void Replace(string folder)
    {
        var path = Path.Combine(folder, ArtifactNames.RowsFile);
        foreach (var table in Names)
        {
            using var rows = new ArtifactReader("run", [path], table, isVerified: true);
            using var stream = File.Create(Path.Combine(folder, ArtifactNames.ParquetFileOf(table)));
            using var file = new ParquetRowWriter(stream, rows.Columns);
            for (var group = 0; group < rows.GroupCount; group++)
            {
                file.BeginRowGroup();
                foreach (var column in rows.Columns)
                    file.Write(rows.Read(column, group, 0, rows.RowCount(group)));
            }

            file.Close();
        }

        File.Delete(path);
    }
}
