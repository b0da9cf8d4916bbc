using System.Text;
using Bokgi.Host.Runs.Artifacts;

namespace Bokgi.Host.Runs.Rows;

internal static class RowFile
{
    /// <summary>A CSV or Parquet file that is generated while it is sent.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="format">CSV or Parquet.</param>
    /// <param name="name">The file's name without its extension.</param>
    /// <param name="source">What the rows are read from; it is disposed after the file has been sent.</param>
    public static StreamedFile CreateStreamedFile(RowTable table, RowFormat format, string name, IDisposable? source = null) =>
        format == RowFormat.Csv
            ? new StreamedFile("text/csv; charset=utf-8", $"{name}.csv", stream => Write(table, format, stream), source)
            : new StreamedFile("application/vnd.apache.parquet", $"{name}.parquet", stream => Write(table, format, stream), source);

    /// <summary>Writes the rows; JSON is written as an array of objects.</summary>
    public static void Write(RowTable table, RowFormat format, Stream stream)
    {
        switch (format)
        {
            case RowFormat.Csv:
                WriteCsv(table, stream);
                break;
            case RowFormat.Parquet:
                WriteParquet(table, stream);
                break;
            default:
                RowJson.Write(table, stream);
                break;
        }
    }

    private static void WriteParquet(RowTable table, Stream stream)
    {
        using var file = new ParquetRowWriter(stream, table.Columns);
        foreach (var group in table.Groups)
        {
            file.BeginRowGroup();
            foreach (var column in group)
                file.Write(column);
        }

        file.Close();
    }

    private static void WriteCsv(RowTable table, Stream stream)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true);
        writer.Write(string.Join(',', table.Columns.Select(column => column.ExportName)));
        writer.Write('\n');
        foreach (var group in table.Groups)
        {
            for (var row = 0; row < group[0].Length; row++)
            {
                for (var i = 0; i < group.Length; i++)
                {
                    if (i > 0)
                        writer.Write(',');
                    WriteCell(writer, group[i], row, table.Columns[i].Type == ColumnType.Time);
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
                CsvNumber.Write(writer, numbers[row]);
                break;
            default:
                writer.Write(((string[])values)[row]);
                break;
        }
    }
}
