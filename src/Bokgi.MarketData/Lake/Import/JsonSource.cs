using System.Text.Json;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>Reads candles from JSON: Upbit's array of objects, Binance's array of arrays.</summary>
internal static class JsonSource
{
    public static SourceRows Read(SourceFile file, RowIntake intake, SourceZone? zone)
    {
        try
        {
            using var elements = new JsonElements(file.Name, file.Open());
            return Read(file.Name, elements, intake, zone);
        }
        catch (Exception damage) when (damage is JsonException or InvalidDataException or InvalidOperationException) // which is text that is no UTF-16
        {
            throw new LakeException(LakeErrorKind.MalformedFile, $"{file.Name} is not whole JSON: {Where(damage)}", damage);
        }
    }

    private static string Where(Exception damage) =>
        damage switch
        {
            JsonException { LineNumber: { } line, BytePositionInLine: { } position } => FormattableString.Invariant(
                $"it cannot be read from line {line + 1}, byte {position + 1} on; it may be cut off"
            ),
            JsonException => "it ends in the middle",
            InvalidDataException => SourceFile.DamagedContents,
            _ => "it holds text that is no UTF-8",
        };

    private static SourceRows Read(string file, JsonElements elements, RowIntake intake, SourceZone? zone)
    {
        using var first = elements.TryBegin() ? elements.Next() : null;
        return first?.RootElement.ValueKind switch
        {
            JsonValueKind.Array => ReadArrays(file, first.RootElement, elements, intake, zone),
            JsonValueKind.Object => ReadObjects(file, first.RootElement, elements, intake, zone),
            null => throw new LakeException(
                LakeErrorKind.MalformedFile,
                $"{file} is JSON but no array of candles; give what Upbit's or Binance's candle request answers"
            ),
            var kind => throw new LakeException(
                LakeErrorKind.MalformedFile,
                $"{file} is an array of {kind}, not of candles (objects or arrays)"
            ),
        };
    }

    private static SourceRows ReadArrays(string file, JsonElement first, JsonElements elements, RowIntake intake, SourceZone? zone)
    {
        var map = ColumnMap.OfKlineRows();
        using var rows = new RowCollector(file, ImportFormat.JsonArrays, map, intake, zone);
        Each(
            first,
            elements,
            (where, candle) =>
            {
                if (candle.ValueKind != JsonValueKind.Array || candle.GetArrayLength() < map.Needed.Length)
                    throw rows.Refused(where, "it is not an array of open time, open, high, low, close, volume");
                rows.Add(where, place => TextOf(candle[place]));
            }
        );
        return rows.Finish();
    }

    private static SourceRows ReadObjects(string file, JsonElement first, JsonElements elements, RowIntake intake, SourceZone? zone)
    {
        var names = first.EnumerateObject().Select(property => property.Name).ToArray();
        var map = ColumnMap.OfHeaders(file, names);
        using var rows = new RowCollector(file, ImportFormat.JsonObjects, map, intake, zone);
        Each(
            first,
            elements,
            (where, candle) =>
            {
                if (candle.ValueKind != JsonValueKind.Object)
                    throw rows.Refused(where, "it is not an object");
                rows.Add(
                    where,
                    place =>
                        candle.TryGetProperty(names[place], out var value)
                            ? TextOf(value)
                            : throw rows.Refused(where, $"'{names[place]}' is missing")
                );
            }
        );
        return rows.Finish();
    }

    private static void Each(JsonElement first, JsonElements elements, Action<string, JsonElement> take)
    {
        take("row 1", first);
        for (var row = 2; elements.Next() is { } element; row++)
        {
            using (element)
                take($"row {row}", element.RootElement);
        }
    }

    private static string TextOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Null => string.Empty,
            _ => value.GetRawText(),
        };
}
