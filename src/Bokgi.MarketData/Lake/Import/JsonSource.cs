using System.Text;
using System.Text.Json;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>Reads candles from JSON: Upbit's array of objects, Binance's array of arrays.</summary>
internal static class JsonSource
{
    public static SourceRows Read(SourceFile file, SourceZone? zone)
    {
        try
        {
            using var stream = file.Open();
            using var document = JsonDocument.Parse(stream);
            return Read(file.Name, document.RootElement, zone);
        }
        catch (Exception damage)
            when (damage is JsonException or InvalidDataException or InvalidOperationException { InnerException: DecoderFallbackException })
        {
            throw new LakeException(LakeErrorKind.MalformedFile, $"{file.Name} is not whole JSON: {damage.Message}", damage);
        }
    }

    private static SourceRows Read(string file, JsonElement root, SourceZone? zone)
    {
        if (root.ValueKind != JsonValueKind.Array || root.GetArrayLength() == 0)
            throw new LakeException(
                LakeErrorKind.MalformedFile,
                $"{file} is JSON but no array of candles; give what Upbit's or Binance's candle request answers"
            );

        return root[0].ValueKind switch
        {
            JsonValueKind.Array => ReadArrays(file, root, zone),
            JsonValueKind.Object => ReadObjects(file, root, zone),
            var kind => throw new LakeException(
                LakeErrorKind.MalformedFile,
                $"{file} is an array of {kind}, not of candles (objects or arrays)"
            ),
        };
    }

    private static SourceRows ReadArrays(string file, JsonElement root, SourceZone? zone)
    {
        var map = ColumnMap.OfKlineRows();
        using var rows = new RowCollector(file, ImportFormat.JsonArrays, map, zone);
        var row = 0;
        foreach (var candle in root.EnumerateArray())
        {
            var where = $"row {++row}";
            if (candle.ValueKind != JsonValueKind.Array || candle.GetArrayLength() < map.Needed.Length)
                throw rows.Refused(where, "it is not an array of open time, open, high, low, close, volume");
            rows.Add(where, place => TextOf(candle[place]));
        }

        return rows.Finish();
    }

    private static SourceRows ReadObjects(string file, JsonElement root, SourceZone? zone)
    {
        var names = root[0].EnumerateObject().Select(property => property.Name).ToArray();
        var map = ColumnMap.OfHeaders(file, names);
        using var rows = new RowCollector(file, ImportFormat.JsonObjects, map, zone);
        var row = 0;
        foreach (var candle in root.EnumerateArray())
        {
            var where = $"row {++row}";
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

        return rows.Finish();
    }

    private static string TextOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Null => string.Empty,
            _ => value.GetRawText(),
        };
}
