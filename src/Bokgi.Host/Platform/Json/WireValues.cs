namespace Bokgi.Host.Platform.Json;

/// <summary>Converts the values of strategy parameters to and from JSON: numbers, true or false, and strings.</summary>
internal static class WireValues
{
    private const int MaximumTextLength = 100;

    /// <summary>Converts command-line text to a number, true or false if it reads as one, otherwise to a string.</summary>
    public static JsonElement ToJson(string text)
    {
        try
        {
            var element = JsonElement.Parse(text);
            return element.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False ? element : ToJsonString(text);
        }
        catch (JsonException)
        {
            return ToJsonString(text);
        }
    }

    public static JsonElement ToJson(ParameterDeclaration declaration, double value)
    {
        var text = declaration.Format(value);
        return declaration.Kind == ParameterKind.Choice ? ToJsonString(text) : JsonElement.Parse(text);
    }

    /// <summary>Each value as text, in the form that parameter declarations parse.</summary>
    public static Dictionary<string, string?> ToTexts(Dictionary<string, JsonElement>? values) =>
        (values ?? []).ToDictionary(value => value.Key, value => ToText(value.Value));

    // An unpaired surrogate is valid JSON but not valid text; its escape is shown instead.
    private static string? ToText(JsonElement value)
    {
        try
        {
            return Shorten(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());
        }
        catch (InvalidOperationException)
        {
            return Shorten(value.GetRawText());
        }
    }

    // Messages repeat the value, so it is shortened; no valid value is as long as the limit.
    private static string Shorten(string text) => text.Length > MaximumTextLength ? text[..MaximumTextLength] + "…" : text;

    private static JsonElement ToJsonString(string text) => JsonSerializer.SerializeToElement(text);
}
