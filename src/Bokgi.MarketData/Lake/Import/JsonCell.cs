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
        return raw.Contains((byte)'\\') ? Unescaped(value, raw[1..^1]) : raw[1..^1];
    }

    // Half a surrogate pair is no text: it is shown as it stands, and refused as whatever it should have been.
    private static ReadOnlySpan<byte> Unescaped(JsonElement value, ReadOnlySpan<byte> raw)
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
