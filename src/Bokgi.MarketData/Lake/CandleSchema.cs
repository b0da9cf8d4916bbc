using System.Text.Json;
using ParquetSharp;

namespace Bokgi.MarketData.Lake;

/// <summary>Which columns of a Parquet file hold the candles: column indices, -1 for a missing column.</summary>
internal sealed class CandleSchema
{
    /// <summary>The price and volume columns in the order they are read.</summary>
    public static readonly string[] NumberNames = ["open", "high", "low", "close", "volume"];

    private const string TimeName = "timestamp";

    // Enough for pandas' description of a few columns; a file with thousands of columns is not a candle file.
    private const int MaxPandasLength = 1 << 20;

    private CandleSchema(
        TimeFlavour? time,
        int timeColumn,
        int[] numberColumns,
        int symbolColumn,
        int timeframeColumn,
        IReadOnlyList<string> problems
    )
    {
        Time = time;
        TimeColumn = timeColumn;
        NumberColumns = numberColumns;
        SymbolColumn = symbolColumn;
        TimeframeColumn = timeframeColumn;
        Problems = problems;
    }

    /// <summary>How the time column's values are interpreted; null when they cannot be.</summary>
    public TimeFlavour? Time { get; }

    public int TimeColumn { get; }

    /// <summary>The indices of open, high, low, close and volume.</summary>
    public IReadOnlyList<int> NumberColumns { get; }

    public int SymbolColumn { get; }

    public int TimeframeColumn { get; }

    /// <summary>The indices of all columns to read.</summary>
    public IReadOnlyList<int> Columns =>
        [.. ((int[])[TimeColumn, .. NumberColumns, SymbolColumn, TimeframeColumn]).Where(column => column >= 0).Distinct()];

    /// <summary>Why the file cannot be read as candles; empty when it can.</summary>
    public IReadOnlyList<string> Problems { get; }

    public static CandleSchema FromMetadata(FileMetaData metadata)
    {
        var schema = metadata.Schema;
        var columns = TopLevelColumns(schema);
        var problems = new List<string>();

        var timeColumn = FindTimeColumn(columns, schema, metadata.KeyValueMetadata);
        var numbers = Array.ConvertAll(NumberNames, name => columns.GetValueOrDefault(name, -1));
        List<string> missing = [.. NumberNames.Where((_, i) => numbers[i] < 0)];
        if (timeColumn < 0)
            missing.Insert(0, TimeName);
        if (missing.Count > 0)
            problems.Add(
                $"lacks the column{(missing.Count > 1 ? "s" : string.Empty)} {string.Join(", ", missing)} (it has {string.Join(", ", columns.Keys)})"
            );

        var time = timeColumn < 0 ? null : TimeFlavour.FromColumn(schema.Column(timeColumn), problems);
        for (var i = 0; i < numbers.Length; i++)
        {
            if (numbers[i] >= 0 && !NumberColumn.CanRead(schema.Column(numbers[i])))
                problems.Add($"has {NumberNames[i]} as {Describe(schema.Column(numbers[i]))}; numbers are needed");
        }

        var symbol = FindTextColumn(columns, schema, "symbol", problems);
        var timeframe = FindTextColumn(columns, schema, "timeframe", problems);
        return new CandleSchema(time, timeColumn, numbers, symbol, timeframe, problems);
    }

    public static string Describe(ColumnDescriptor column)
    {
        using var logical = column.LogicalType;
        return logical.Type is LogicalTypeEnum.None or LogicalTypeEnum.Undefined
            ? $"{column.PhysicalType}"
            : $"{column.PhysicalType} {logical.Type}";
    }

    /// <summary>
    /// The top-level columns by name, ignoring case because writers differ; columns inside groups and lists are left out.
    /// </summary>
    public static Dictionary<string, int> TopLevelColumns(SchemaDescriptor schema)
    {
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < schema.NumColumns; i++)
        {
            var column = schema.Column(i);
            using var path = column.Path;
            if (column.MaxRepetitionLevel == 0 && column.MaxDefinitionLevel <= 1 && path.ToDotString() == column.Name)
                columns.TryAdd(column.Name, i);
        }

        return columns;
    }

    // pandas stores a DatetimeIndex as a separate column, named in the file's metadata; an unnamed index is called __index_level_0__.
    private static int FindTimeColumn(
        Dictionary<string, int> columns,
        SchemaDescriptor schema,
        IReadOnlyDictionary<string, string> metadata
    )
    {
        if (columns.TryGetValue(TimeName, out var column))
            return column;

        foreach (var name in ReadPandasIndexNames(metadata).Append("__index_level_0__"))
        {
            if (columns.TryGetValue(name, out column) && TimeFlavour.FromColumn(schema.Column(column), []) is not null)
                return column;
        }

        return -1;
    }

    private static List<string> ReadPandasIndexNames(IReadOnlyDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue("pandas", out var text) || text.Length > MaxPandasLength)
            return [];

        try
        {
            using var json = JsonDocument.Parse(text);
            if (
                json.RootElement.ValueKind != JsonValueKind.Object
                || !json.RootElement.TryGetProperty("index_columns", out var names)
                || names.ValueKind != JsonValueKind.Array
            )
                return [];
            return [.. names.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!)];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static int FindTextColumn(Dictionary<string, int> columns, SchemaDescriptor schema, string name, List<string> problems)
    {
        var column = columns.GetValueOrDefault(name, -1);
        if (column >= 0 && schema.Column(column).PhysicalType != PhysicalType.ByteArray)
            problems.Add($"has {name} as {Describe(schema.Column(column))}; text is needed, or leave the column out");
        return column;
    }
}
