using System.Globalization;
using System.Text.Json;

namespace Bokgi.MarketData.Exchanges.Http;

/// <summary>Reads fields of an exchange's JSON; numbers may be JSON numbers or text.</summary>
internal static class JsonFields
{
    // The start of the year 9999; all times must be earlier.
    private const long LatestMilliseconds = 253_370_764_800_000;

    /// <exception cref="FormatException">The property is missing or not a finite number.</exception>
    public static double Double(this JsonElement element, string name) => ReadFinite(element.Property(name), name);

    /// <exception cref="FormatException">The item is not a finite number.</exception>
    public static double Double(this JsonElement array, int index) => ReadFinite(array[index], $"item {index}");

    /// <exception cref="FormatException">The property is missing or not a number.</exception>
    public static decimal Decimal(this JsonElement element, string name) =>
        decimal.TryParse(RawText(element.Property(name)), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"{name} is not a number");

    /// <exception cref="FormatException">The property is missing or not a whole number.</exception>
    public static long Int64(this JsonElement element, string name) =>
        long.TryParse(RawText(element.Property(name)), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"{name} is not a whole number");

    /// <summary>A time that the JSON has in milliseconds since 1970. Returns it in microseconds since 1970.</summary>
    /// <exception cref="FormatException">The property is missing, not a time, or outside the years 1970 to 9998.</exception>
    public static long Time(this JsonElement element, string name) => Time(element.Int64(name), name);

    /// <summary>A time that the JSON has in milliseconds since 1970. Returns it in microseconds since 1970.</summary>
    /// <exception cref="FormatException">The item is not a time, or is outside the years 1970 to 9998.</exception>
    public static long Time(this JsonElement array, int index) =>
        array[index].ValueKind == JsonValueKind.Number && array[index].TryGetInt64(out var time)
            ? Time(time, $"item {index}")
            : throw new FormatException($"item {index} is not a time");

    /// <exception cref="FormatException">The property is missing or not text.</exception>
    public static string Text(this JsonElement element, string name) =>
        element.Property(name) is { ValueKind: JsonValueKind.String } text
            ? text.GetString()!
            : throw new FormatException($"{name} is not text");

    /// <summary>A text property; empty when it is missing or not text.</summary>
    public static string TextOrEmpty(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : string.Empty;

    /// <exception cref="FormatException">The element is not an array.</exception>
    public static JsonElement.ArrayEnumerator Items(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : throw new FormatException("it is not a list");

    private static JsonElement Property(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            ? value
            : throw new FormatException($"it has no {name}");

    private static long Time(long milliseconds, string name) =>
        milliseconds is >= 0 and < LatestMilliseconds
            ? milliseconds * 1_000
            : throw new FormatException($"{name} is not a time in the years 1970 to 9998");

    private static double ReadFinite(JsonElement value, string name) =>
        double.TryParse(RawText(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw new FormatException($"{name} is not a number");

    private static string? RawText(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => value.GetString(),
            _ => null,
        };
}
