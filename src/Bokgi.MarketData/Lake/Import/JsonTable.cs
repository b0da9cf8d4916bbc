using System.Text.Json;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>Reads the candles of a JSON file in which each candle is an array or an object.</summary>
internal sealed class JsonTable : SourceTable
{
    private readonly SourceFile file;
    private readonly IJsonRows rows;
    private readonly JsonElement?[] cells; // filled only for arrays; values of objects are found by name
    private JsonElement row;
    private bool isFirstRowPending = true;
    private int rowNumber;

    /// <param name="file">The file.</param>
    /// <param name="rows">The file's candles; disposed with this object.</param>
    /// <exception cref="LakeException">The values are not candles.</exception>
    public JsonTable(SourceFile file, IJsonRows rows)
    {
        (this.file, this.rows) = (file, rows);
        row =
            JsonFile.ReadTranslatingErrors(file, rows.ReadNext)
            ?? throw new LakeException(LakeErrorKind.MalformedFile, $"{file.Name} has no rows; it must hold candles");
        Names = row.ValueKind switch
        {
            JsonValueKind.Array => null,
            JsonValueKind.Object => [.. row.EnumerateObject().Select(property => property.Name)],
            var kind => throw new LakeException(
                LakeErrorKind.MalformedFile,
                $"{file.Name} is an array of {kind}, not of candles (objects or arrays)"
            ),
        };
        cells = new JsonElement?[Names?.Length ?? row.GetArrayLength()];
    }

    public override ImportFormat Format => Names is null ? ImportFormat.JsonArrays : ImportFormat.JsonObjects;

    public override string[]? Names { get; }

    public override int ColumnCount => cells.Length;

    public override string Location => $"row {rowNumber}";

    public override bool Read()
    {
        if (isFirstRowPending)
            isFirstRowPending = false;
        else if (JsonFile.ReadTranslatingErrors(file, rows.ReadNext) is { } next)
            row = next;
        else
            return false;
        rowNumber++;
        if (row.ValueKind != (Names is null ? JsonValueKind.Array : JsonValueKind.Object))
            throw Rejected($"it is of the kind {row.ValueKind}, unlike the first row");
        if (Names is null)
            ReadCells();
        return true;
    }

    public override ReadOnlySpan<byte> Cell(int column)
    {
        if (Names is null)
            return JsonCell.ToUtf8(cells[column]!.Value);
        return row.TryGetProperty(Names[column], out var value) ? JsonCell.ToUtf8(value) : throw Rejected(MissingMessage(column));
    }

    public override string? UnavailableReason(int column) =>
        Names is null || row.TryGetProperty(Names[column], out _) ? null : MissingMessage(column);

    public override void Dispose() => rows.Dispose();

    private void ReadCells()
    {
        if (row.GetArrayLength() != cells.Length)
            throw Rejected($"it has {row.GetArrayLength()} values where the first row has {cells.Length}");
        var column = 0;
        foreach (var value in row.EnumerateArray())
            cells[column++] = value;
    }

    private string MissingMessage(int column) => $"'{CellExcerpt.Sanitize(Names![column])}' is missing";

    private LakeException Rejected(string error) => new(LakeErrorKind.MalformedFile, $"{file.Name}, {Location}: {error}");
}
