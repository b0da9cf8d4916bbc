using Bokgi.Host.Runs.Artifacts;

namespace Bokgi.Host.Runs.Rows;

/// <summary>Writes rows one by one as an array of JSON objects. Their fields are those of the items that the HTTP API returns in pages.</summary>
internal static class RowJson
{
    private const int BytesBetweenFlushes = 1 << 16;

    public static void Write(RowTable table, Stream stream)
    {
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JsonFormat.Compact.Encoder });
        writer.WriteStartArray();
        foreach (var group in table.Groups)
        {
            for (var row = 0; row < group[0].Length; row++)
            {
                WriteRow(writer, table.Columns, group, row);
                if (writer.BytesPending > BytesBetweenFlushes)
                    writer.Flush();
            }
        }

        writer.WriteEndArray();
        writer.Flush();
        stream.WriteByte((byte)'\n');
    }

    // Columns with the same parent are adjacent, so each parent object is opened and closed once.
    private static void WriteRow(Utf8JsonWriter writer, IReadOnlyList<ArtifactColumn> columns, Array[] group, int row)
    {
        writer.WriteStartObject();
        string? parent = null;
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].Parent != parent)
                parent = SwitchParent(writer, parent, columns[i].Parent);
            writer.WritePropertyName(columns[i].ExportName);
            WriteValue(writer, group[i], row, columns[i].Type == ColumnType.Time);
        }

        SwitchParent(writer, parent, null);
        writer.WriteEndObject();
    }

    private static string? SwitchParent(Utf8JsonWriter writer, string? current, string? next)
    {
        if (current is not null)
            writer.WriteEndObject();
        if (next is not null)
            writer.WriteStartObject(next);
        return next;
    }

    private static void WriteValue(Utf8JsonWriter writer, Array values, int row, bool isTime)
    {
        switch (values)
        {
            case long[] times when isTime:
                writer.WriteStringValue(UnixTime.Format(times[row]));
                break;
            case long[] numbers:
                writer.WriteNumberValue(numbers[row]);
                break;
            case int[] numbers:
                writer.WriteNumberValue(numbers[row]);
                break;
            case double[] numbers when !double.IsFinite(numbers[row]):
                writer.WriteNullValue();
                break;
            case double[] numbers:
                writer.WriteNumberValue(numbers[row]);
                break;
            default:
                writer.WriteStringValue(((string[])values)[row]);
                break;
        }
    }
}
