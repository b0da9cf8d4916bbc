using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>The text of a JSON value as a cell has it.</summary>
internal static class JsonCell
{
    public static ReadOnlySpan<byte> Of(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return [];
        var raw = JsonMarshal.GetRawUtf8Value(value);
        if (value.ValueKind != JsonValueKind.String)
            return raw;
        return raw.Contains((byte)'\\') ? Encoding.UTF8.GetBytes(value.GetString()!) : raw[1..^1];
    }
}
