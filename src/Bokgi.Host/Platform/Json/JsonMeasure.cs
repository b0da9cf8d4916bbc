using System.Text.Unicode;

namespace Bokgi.Host.Platform.Json;

/// <summary>The size of a JSON text, measured in one pass that builds no tree. Named values and list items count as fields.</summary>
internal readonly record struct JsonMeasure(int Bytes, int Fields)
{
    public const int MaximumDepth = 16;
    public const int MaximumFields = 20_000;
    public const int MaximumNameLength = 128;

    /// <summary>Upper bound of the memory for objects parsed from the text, in bytes; checked by JsonMeasureTests.</summary>
    public long MaximumParsedBytes => (3L * Bytes) + (512L * Fields);

    /// <exception cref="InvalidInputException">The text is not JSON in UTF-8, or exceeds a limit.</exception>
    public static JsonMeasure Measure(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
            throw NotUtf8(json);
        // One level more, so that CheckLimits, not the reader, rejects deeper texts.
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaximumDepth + 1 });
        var fields = 0;
        try
        {
            while (reader.Read())
            {
                CheckLimits(in reader);
                if (reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.EndObject or JsonTokenType.EndArray))
                    CountField(in reader, ref fields);
            }
        }
        catch (JsonException broken)
        {
            throw InvalidBody(
                $"the body cannot be read as JSON: it ends early or is malformed in line {broken.LineNumber + 1} at byte {broken.BytePositionInLine + 1}; send a JSON object, as /docs shows"
            );
        }

        return new JsonMeasure(json.Length, fields);
    }

    private static void CheckLimits(in Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= MaximumDepth)
            throw InvalidBody($"the body is nested more than {MaximumDepth} levels deep; send a flatter one");
        if (
            reader.TokenType == JsonTokenType.PropertyName
            && reader.ValueSpan.Length > MaximumNameLength
            && JsonText.CountCodeUnits(reader.ValueSpan) > MaximumNameLength
        )
            throw InvalidBody(
                $"the body has a name of more than {MaximumNameLength} characters, '{JsonText.ForMessage(reader.ValueSpan)}'; shorten it"
            );
    }

    // Counts all values except the outermost one.
    private static void CountField(in Utf8JsonReader reader, ref int fields)
    {
        if (reader.CurrentDepth > 0)
            fields++;
        if (fields > MaximumFields)
            throw InvalidBody($"the body has more than {MaximumFields} fields, items of lists included; send fewer");
    }

    private static InvalidInputException NotUtf8(ReadOnlySpan<byte> json)
    {
        var index = JsonText.ValidPrefixLength(json);
        return InvalidBody(
            $"the body is not valid UTF-8: byte {index + 1}, 0x{json[index]:X2}, is not part of a character; send text in UTF-8"
        );
    }

    private static InvalidInputException InvalidBody(string message) => InvalidInputException.ForField("body", message);
}
