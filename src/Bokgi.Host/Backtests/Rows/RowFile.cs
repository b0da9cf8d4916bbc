using System.Globalization;
using System.Text;
using Bokgi.Host.Backtests.Artifacts;
using Bokgi.Host.Platform.Queries;
using Bokgi.Markets;
using Bokgi.Strategies;

namespace Bokgi.Host.Backtests.Rows;

/// <summary>Rows of a run as a file for other programs, written symbol by symbol.</summary>
internal static class RowFile
{
    /// <param name="rows">The rows; closed when the file was written.</param>
    /// <param name="paging">Which of them.</param>
    /// <param name="details">The names of the columns that have places only.</param>
    /// <param name="format">CSV or Parquet.</param>
    /// <param name="name">The file's name, without its ending.</param>
    /// <param name="cancel">Stops between symbols.</param>
    public static StreamedFile Of(
        RunRows rows,
        Paging paging,
        IReadOnlyList<string> details,
        RowFormat format,
        string name,
        CancellationToken cancel
    )
    {
        ArtifactColumn[] columns = [.. rows.Reader.Columns.Select(column => Named(column, details)).OfType<ArtifactColumn>()];
        return format == RowFormat.Csv
            ? new StreamedFile("text/csv; charset=utf-8", $"{name}.csv", stream => WriteCsv(Groups(), columns, stream), rows)
            : new StreamedFile(
                "application/vnd.apache.parquet",
                $"{name}.parquet",
                stream => WriteParquet(Groups(), columns, stream),
                rows
            );

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
                return i < details.Count ? column with { Title = details[i] } : null;
        }

        return column;
    }

    private static void WriteParquet(IEnumerable<Array[]> groups, ArtifactColumn[] columns, Stream stream)
    {
        using var file = new ArtifactFile(stream, [.. columns.Select(column => column.ToParquet())]);
        foreach (var group in groups)
        {
            file.Begin();
            foreach (var column in group)
                file.Write(column);
        }

        file.Close();
    }

    private static void WriteCsv(IEnumerable<Array[]> groups, ArtifactColumn[] columns, Stream stream)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true);
        writer.Write(string.Join(',', columns.Select(column => column.Title)));
        writer.Write('\n');
        foreach (var group in groups)
        {
            for (var row = 0; row < group[0].Length; row++)
            {
                for (var i = 0; i < group.Length; i++)
                {
                    if (i > 0)
                        writer.Write(',');
                    WriteCell(writer, group[i], row, columns[i].IsTime);
                }

                writer.Write('\n');
            }
        }
    }

    private static void WriteCell(StreamWriter writer, Array values, int row, bool isTime)
    {
        switch (values)
        {
            case long[] times when isTime:
                writer.Write(UnixTime.Format(times[row]));
                break;
            case long[] numbers:
                writer.Write(numbers[row]);
                break;
            case int[] numbers:
                writer.Write(numbers[row]);
                break;
            case double[] numbers:
                writer.Write(double.IsNaN(numbers[row]) ? string.Empty : numbers[row].ToString("R", CultureInfo.InvariantCulture));
                break;
            default:
                writer.Write(((string[])values)[row]);
                break;
        }
    }
}
