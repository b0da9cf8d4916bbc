using System.Text.Json;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>
/// Reads candles from a JSON object that has an array or an object for each column, or an object for each row: the forms that pandas and
/// chart services write.
/// </summary>
internal sealed class JsonGrid : SourceTable
{
    private const string Index = "index";

    // Open, high, low, close and volume; the time is the index, or one more column.
    private const int MinValues = 5;

    private readonly JsonDocument document;
    private readonly JsonElement[][] columns;
    private int row = -1;

    private JsonGrid(JsonDocument document, string[] names, JsonElement[][] columns) =>
        (this.document, Names, this.columns) = (document, names, columns);

    public override ImportFormat Format => ImportFormat.JsonObjects;

    public override string[] Names { get; }

    public override int ColumnCount => columns.Length;

    public override string Location => $"row {row + 1}";

    /// <summary>Opens a JSON object as a table; null if the object has none of these forms.</summary>
    /// <param name="document">The document; disposed with the table.</param>
    /// <param name="table">The object.</param>
    public static JsonGrid? TryOpen(JsonDocument document, JsonElement table)
    {
        JsonProperty[] properties = [.. table.EnumerateObject()];
        var parsed = FromSplit(table) ?? FromArrays(properties) ?? FromColumns(properties) ?? FromRows(properties);
        return parsed is var (names, columns) ? new JsonGrid(document, names, columns) : null;
    }

    public override bool Read() => ++row < columns[0].Length;

    public override ReadOnlySpan<byte> Cell(int column) => JsonCell.ToUtf8(columns[column][row]);

    public override void Dispose() => document.Dispose();

    // The format "split" of pandas: {"columns": ["open", …], "index": [1704067200000, …], "data": [[1, …], …]}
    private static (string[] Names, JsonElement[][] Columns)? FromSplit(JsonElement table)
    {
        if (ReadArray(table, "columns") is not { } names || ReadArray(table, "data") is not { } data)
            return null;
        var index = ReadArray(table, Index);
        var cells = System.Array.ConvertAll(data, row => row.ValueKind == JsonValueKind.Array ? row.EnumerateArray().ToArray() : []);
        if (names.Any(name => name.ValueKind != JsonValueKind.String) || cells.Any(row => row.Length != names.Length))
            return null;
        var columns = Enumerable.Range(0, names.Length).Select(column => System.Array.ConvertAll(cells, row => row[column]));
        return index?.Length == data.Length
            ? ([Index, .. names.Select(name => name.GetString()!)], [index, .. columns])
            : ([.. names.Select(name => name.GetString()!)], [.. columns]);
    }

    // {"t": [1704067200, …], "o": [1, …], …}
    private static (string[] Names, JsonElement[][] Columns)? FromArrays(JsonProperty[] properties)
    {
        var arrays = properties.Where(property => property.Value.ValueKind == JsonValueKind.Array).ToArray();
        var columns = System.Array.ConvertAll(arrays, property => property.Value.EnumerateArray().ToArray());
        var isTable =
            columns.Length >= MinValues + 1
            && columns[0].Length > 0
            && columns.All(column => column.Length == columns[0].Length && IsScalar(column[0]));
        return isTable ? (System.Array.ConvertAll(arrays, property => property.Name), columns) : null;
    }

    // {"open": {"1704067200000": 1, …}, …}
    private static (string[] Names, JsonElement[][] Columns)? FromColumns(JsonProperty[] properties)
    {
        if (properties.Length < MinValues || !properties.All(property => IsTableOfScalars(property.Value)))
            return null;
        var keys = Keys(properties[0].Value);
        var areRows = ColumnMap.IsPrice(keys[0].GetString()!); // FromRows reads these
        if (areRows || !properties.All(property => Keys(property.Value).Select(GetText).SequenceEqual(keys.Select(GetText))))
            return null;
        var columns = properties.Select(property => property.Value.EnumerateObject().Select(cell => cell.Value).ToArray());
        return ([Index, .. properties.Select(property => property.Name)], [keys, .. columns]);
    }

    // {"1704067200000": {"open": 1, …}, …}
    private static (string[] Names, JsonElement[][] Columns)? FromRows(JsonProperty[] properties)
    {
        if (properties.Length == 0 || !properties.All(property => IsTableOfScalars(property.Value)))
            return null;
        string[] names = [.. properties[0].Value.EnumerateObject().Select(cell => cell.Name)];
        if (names.Length < MinValues)
            return null;
        var columns = names.Select(_ => new JsonElement[properties.Length]).ToArray();
        for (var row = 0; row < properties.Length; row++)
        {
            for (var column = 0; column < names.Length; column++)
            {
                if (!properties[row].Value.TryGetProperty(names[column], out columns[column][row]))
                    return null;
            }
        }

        return (
            [Index, .. names],
            [
                [.. properties.Select(property => ToJsonString(property.Name))],
                .. columns,
            ]
        );
    }

    private static bool IsScalar(JsonElement value) => value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object);

    private static bool IsTableOfScalars(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object
        && value.EnumerateObject().Any()
        && value.EnumerateObject().All(cell => IsScalar(cell.Value));

    private static JsonElement[] Keys(JsonElement table) => [.. table.EnumerateObject().Select(cell => ToJsonString(cell.Name))];

    private static string GetText(JsonElement key) => key.GetString()!;

    private static JsonElement ToJsonString(string name) => JsonSerializer.SerializeToElement(name);

    private static JsonElement[]? ReadArray(JsonElement table, string name) =>
        table.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : null;
}
