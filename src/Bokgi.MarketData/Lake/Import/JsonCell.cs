using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>Converts a JSON value to the text of a cell, in UTF-8.</summary>
internal static class JsonCell
{
    public static ReadOnlySpan<byte> ToUtf8(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return [];
        var raw = JsonMarshal.GetRawUtf8Value(value);
        if (value.ValueKind != JsonValueKind.String)
            return raw;
        return raw.Contains((byte)'\\') ? Unescape(value, raw[1..^1]) : raw[1..^1];
    }

    // Text with half a surrogate pair is invalid and cannot be unescaped. It is returned raw, and the parser of the cell rejects it.
    private static ReadOnlySpan<byte> Unescape(JsonElement value, ReadOnlySpan<byte> raw)
    {
        try
        {
            return Encoding.UTF8.GetBytes(value.GetString()!);
        }
        catch (InvalidOperationException)
        {
            return raw;
        }
    }
}
