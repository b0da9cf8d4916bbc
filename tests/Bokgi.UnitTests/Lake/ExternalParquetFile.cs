using Bokgi.Series;
using ParquetSharp;
using ParquetSharp.Schema;

namespace Bokgi.UnitTests.Lake;

/// <summary>A Parquet file as other programs may write it: any columns in any order, any types, any number of row groups.</summary>
internal sealed class ExternalParquetFile
{
    // Write takes the row group to write to, the index of the first row to write, and the number of rows.
    private readonly List<(Node Node, Action<RowGroupWriter, int, int> Write)> columns = [];
    private readonly Dictionary<string, string> metadata = [];
    private int rows = -1; // the length of the columns; -1 while there are none
    private bool hasStatistics = true;

    public int RowsPerGroup { get; init; } = int.MaxValue;

    /// <summary>A file of the given bars: times in UTC microseconds, prices and volume as doubles, no column nullable.</summary>
    public static ExternalParquetFile FromBars(params Candle[] bars) =>
        new ExternalParquetFile().Times("timestamp", isUtc: true, TimeUnit.Micros, [.. bars.Select(bar => bar.TimeUtc)]).Prices(bars);

    public ExternalParquetFile Prices(Candle[] bars) =>
        this.Doubles("open", [.. bars.Select(bar => bar.Open)])
            .Doubles("high", [.. bars.Select(bar => bar.High)])
            .Doubles("low", [.. bars.Select(bar => bar.Low)])
            .Doubles("close", [.. bars.Select(bar => bar.Close)])
            .Doubles("volume", [.. bars.Select(bar => bar.Volume)]);

    public ExternalParquetFile Times(string name, bool isUtc, TimeUnit unit, params long[] values) =>
        Add(name, LogicalType.Timestamp(isUtc, unit), PhysicalType.Int64, values);

    public ExternalParquetFile Doubles(string name, params double[] values) => Add(name, LogicalType.None(), PhysicalType.Double, values);

    public ExternalParquetFile Texts(string name, params string[] values) => Texts(name, Repetition.Required, LogicalType.String(), values);

    /// <summary>A text column in which null elements become empty cells.</summary>
    public ExternalParquetFile OptionalTexts(string name, params string?[] values) =>
        Texts(name, Repetition.Optional, LogicalType.String(), values);

    private ExternalParquetFile Texts(string name, Repetition repetition, LogicalType logicalType, string?[] values)
    {
        rows = values.Length;
        columns.Add(
            (
                new PrimitiveNode(name, repetition, logicalType, PhysicalType.ByteArray),
                (group, from, count) =>
                {
                    using var writer = group.NextColumn();
                    using var logical = writer.LogicalWriter<string>();
                    logical.WriteBatch(values!, from, count);
                }
            )
        );
        return this;
    }

    /// <summary>A column in which null elements become empty cells.</summary>
    public ExternalParquetFile Optional<T>(string name, LogicalType logical, PhysicalType type, params T?[] values)
        where T : unmanaged
    {
        rows = values.Length;
        columns.Add(
            (
                new PrimitiveNode(name, Repetition.Optional, logical, type),
                (group, from, count) =>
                {
                    using var writer = (ColumnWriter<T>)group.NextColumn();
                    var slice = values[from..(from + count)];
                    short[] definitionLevels = [.. slice.Select(value => (short)(value is null ? 0 : 1))];
                    T[] filledCells = [.. slice.Where(value => value is not null).Select(value => value!.Value)];
                    writer.WriteBatch(count, definitionLevels, [], filledCells);
                }
            )
        );
        return this;
    }

    /// <summary>A column without empty cells.</summary>
    public ExternalParquetFile Add<T>(string name, LogicalType logical, PhysicalType type, params T[] values)
        where T : unmanaged
    {
        rows = values.Length;
        columns.Add(
            (
                new PrimitiveNode(name, Repetition.Required, logical, type),
                (group, from, count) =>
                {
                    using var writer = (ColumnWriter<T>)group.NextColumn();
                    writer.WriteBatch(values.AsSpan(from, count));
                }
            )
        );
        return this;
    }

    public ExternalParquetFile Metadata(string key, string value)
    {
        metadata[key] = value;
        return this;
    }

    public ExternalParquetFile WithoutStatistics()
    {
        hasStatistics = false;
        return this;
    }

    /// <summary>Reverses the order of the columns.</summary>
    public ExternalParquetFile WithReversedColumns()
    {
        columns.Reverse();
        return this;
    }

    public void Save(string path)
    {
        using var builder = new WriterPropertiesBuilder();
        builder.Compression(Compression.Snappy);
        if (!hasStatistics)
            builder.DisableStatistics();
        using var properties = builder.Build();
        using var schema = new GroupNode("schema", Repetition.Required, [.. columns.Select(column => column.Node)]);
        using var writer = new ParquetFileWriter(path, schema, properties, metadata);
        for (var from = 0; from < rows; from += Math.Min(RowsPerGroup, rows - from))
        {
            using var group = writer.AppendRowGroup();
            foreach (var column in columns)
                column.Write(group, from, Math.Min(RowsPerGroup, rows - from));
        }

        writer.Close();
    }
}
