using System.Text.Json;
using Bokgi.Strategies;

namespace Bokgi.Host.Platform.Json;

/// <summary>Values of strategy parameters as JSON holds them: numbers, true or false, words.</summary>
internal static class WireValues
{
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
            value => value.Value.ValueKind == JsonValueKind.String ? value.Value.GetString() : value.Value.GetRawText()
        );

    private static JsonElement Quoted(string text) => JsonSerializer.SerializeToElement(text);
}
