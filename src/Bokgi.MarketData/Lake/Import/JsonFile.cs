using System.Text.Json;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>
/// Finds the candles in a JSON file: an array as in an exchange's response, JSON lines, pandas output, or one of these inside an object
/// such as <c>{"code": 0, "data": […]}</c>.
/// </summary>
internal static class JsonFile
{
    /// <summary>The maximum size in bytes of a file that is neither an array nor JSON lines and is therefore read into memory.</summary>
    public const int MaxBytes = 32 << 20;

    private const int MaxDepth = 4; // of the objects that may surround the candles

    // The usual names of the property that holds the candles.
    private static readonly string[] CommonNames = ["data", "candles", "klines", "list", "rows", "result", "Data"];

    public static SourceTable Open(SourceFile file) => ReadTranslatingErrors(file, () => OpenAny(file));

    /// <summary>Reads from the file's JSON, and converts exceptions to the lake's own error.</summary>
    /// <exception cref="LakeException">The file is not valid JSON.</exception>
    public static T ReadTranslatingErrors<T>(SourceFile file, Func<T> read)
    {
        try
        {
            return read();
        }
        // JsonElement throws InvalidOperationException for a string that is not valid Unicode.
        catch (Exception exception) when (exception is JsonException or InvalidDataException or InvalidOperationException)
        {
            throw new LakeException(LakeErrorKind.MalformedFile, $"{file.Name} is not valid JSON: {DescribeError(exception)}", exception);
        }
    }

    private static SourceTable OpenAny(SourceFile file)
    {
        var form = DetectForm(file);
        if (form == Form.Object)
            return OpenObject(file);
        var elements = new JsonElements(file.Name, file.OpenText(), areLines: form == Form.Lines);
        try
        {
            return elements.TryBegin() ? new JsonTable(file, elements) : throw NoCandles(file);
        }
        catch
        {
            elements.Dispose();
            throw;
        }
    }

    private enum Form
    {
        Array,
        Lines,
        Object,
    }

    // JSON lines are values that follow one another; the start of the file suffices to see whether another value follows the first.
    private static Form DetectForm(SourceFile file)
    {
        using var text = file.OpenText();
        var head = new byte[JsonElements.MaxBytes];
        var length = text.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var json = head.AsSpan(0, length).TrimStart("\uFEFF \t\r\n"u8);
        var isObject = json is [(byte)'{', ..];
        var reader = new Utf8JsonReader(
            json,
            isFinalBlock: length < head.Length,
            new JsonReaderState(new JsonReaderOptions { AllowMultipleValues = true })
        );
        var hasWholeFirstValue = reader.Read() && reader.TrySkip();
        var rest = hasWholeFirstValue ? json[(int)reader.BytesConsumed..].TrimStart(" \t\r\n"u8) : default;
        return rest is [(byte)'{' or (byte)'[', ..] ? Form.Lines
            : isObject ? Form.Object
            : Form.Array;
    }

    private static SourceTable OpenObject(SourceFile file)
    {
        var document = JsonDocument.Parse(ReadAllBytes(file));
        try
        {
            var tables = FindTables(file, document, document.RootElement, name: string.Empty, depth: 0);
            var zone = FindZone(document.RootElement, depth: 0);
            return tables.Length switch
            {
                0 => throw NoCandles(file),
                1 => tables[0].Table.SetZone(zone),
                _ => throw new LakeException(
                    LakeErrorKind.MalformedFile,
                    $"{file.Name} holds {tables.Length} arrays of candles ({string.Join(", ", tables.Take(5).Select(found => CellExcerpt.Sanitize(found.Name)))}); split the file, one market each"
                ),
            };
        }
        catch
        {
            document.Dispose();
            throw;
        }
    }

    // Finds the tables nearest to the root of the document. If exactly one of them has a common name, returns only that table.
    private static (string Name, SourceTable Table)[] FindTables(
        SourceFile file,
        JsonDocument document,
        JsonElement element,
        string name,
        int depth
    )
    {
        if (element.ValueKind == JsonValueKind.Array)
            return IsTable(element) ? [(name, new JsonTable(file, new ArrayRows(document, element)))] : [];
        if (element.ValueKind != JsonValueKind.Object || depth > MaxDepth)
            return [];
        if (JsonGrid.TryOpen(document, element) is { } grid)
            return [(name, grid)];
        var nested = element
            .EnumerateObject()
            .SelectMany(property => FindTables(file, document, property.Value, property.Name, depth + 1))
            .ToArray();
        var common = nested.Where(table => CommonNames.Contains(table.Name)).ToArray();
        return common.Length == 1 ? common : nested;
    }

    // Finds the time zone in, for example, {"meta": {"exchange_timezone": "UTC"}, "values": […]}.
    private static ZoneMention FindZone(JsonElement element, int depth)
    {
        var zone = ZoneMention.None;
        if (element.ValueKind != JsonValueKind.Object || depth > MaxDepth)
            return zone;
        foreach (var property in element.EnumerateObject())
        {
            var isZone = property.Name.EndsWith("timezone", StringComparison.OrdinalIgnoreCase) || property.Name is "tz" or "time_zone";
            if (isZone && property.Value.ValueKind == JsonValueKind.String)
                zone = zone.CombineWith(ZoneMention.FromValue(property.Value.GetString()!));
            else
                zone = zone.CombineWith(FindZone(property.Value, depth + 1));
        }

        return zone;
    }

    private static bool IsTable(JsonElement array) =>
        array.EnumerateArray().FirstOrDefault() switch
        {
            { ValueKind: JsonValueKind.Array } row => row.GetArrayLength() >= 5, // at least a time and four prices
            { ValueKind: JsonValueKind.Object } row => row.EnumerateObject().Any(property => ColumnMap.IsPrice(property.Name)),
            _ => false,
        };

    private static byte[] ReadAllBytes(SourceFile file)
    {
        using var text = file.OpenText();
        using var contents = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = text.Read(buffer)) > 0; )
        {
            contents.Write(buffer, 0, read);
            if (contents.Length > MaxBytes)
                throw new LakeException(
                    LakeErrorKind.MalformedFile,
                    $"{file.Name} is a JSON object of more than {MaxBytes >> 20} MiB, which would have to be read as a whole; write it as JSON lines, CSV or Parquet"
                );
        }

        var bytes = contents.ToArray();
        return bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
    }

    private static LakeException NoCandles(SourceFile file) =>
        new(
            LakeErrorKind.MalformedFile,
            $"{file.Name} is JSON but not an array of candles; provide a response of Upbit's or Binance's candle request"
        );

    private static string DescribeError(Exception exception) =>
        exception switch
        {
            JsonException { LineNumber: { } line, BytePositionInLine: { } position } => FormattableString.Invariant(
                $"it cannot be read from line {line + 1}, byte {position + 1} on; it may be cut off"
            ),
            JsonException => "it is incomplete",
            InvalidDataException => SourceFile.DamagedContents,
            _ => "it holds text that is not UTF-8",
        };

    /// <summary>The elements of an array inside a document.</summary>
    private sealed class ArrayRows(JsonDocument document, JsonElement array) : IJsonRows
    {
        private JsonElement.ArrayEnumerator rows = array.EnumerateArray();

        public JsonElement? ReadNext() => rows.MoveNext() ? rows.Current : null;

        public void Dispose() => document.Dispose();
    }
}
