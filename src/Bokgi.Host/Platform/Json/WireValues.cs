using System.Text.Json;
using Bokgi.Strategies;

namespace Bokgi.Host.Platform.Json;

/// <summary>Values of strategy parameters as JSON holds them: numbers, true or false, words.</summary>
internal static class WireValues
{
    private const int MaximumText = 100;

    /// <summary>A value of the command line as JSON would hold it: a number, true or false, else text.</summary>
    public static JsonElement Of(string text)
    {
        try
        {
            var element = JsonElement.Parse(text);
            return element.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False ? element : Quoted(text);
        }
        catch (JsonException)
        {
            return Quoted(text);
        }
    }

    /// <summary>A parameter's value.</summary>
    public static JsonElement Of(ParameterDeclaration declaration, double value)
    {
        var text = declaration.Write(value);
        return declaration.Kind == ParameterKind.Choice ? Quoted(text) : JsonElement.Parse(text);
    }

    /// <summary>Values as text, which the declarations read.</summary>
    public static Dictionary<string, string?> Texts(Dictionary<string, JsonElement>? values) =>
        (values ?? []).ToDictionary(
            value => value.Key,
            value => Text(value.Value)
        );

    // Half a surrogate pair is JSON but no text; its escape shows what it was.
    private static string? Text(JsonElement value)
    {
        try
        {
            return Shortened(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());
        }
        catch (InvalidOperationException)
        {
            return Shortened(value.GetRawText());
        }
    }

    // No value is longer, and messages repeat it.
    private static string Shortened(string text) => text.Length > MaximumText ? text[..MaximumText] + "…" : text;

    private static JsonElement Quoted(string text) => JsonSerializer.SerializeToElement(text);
}
