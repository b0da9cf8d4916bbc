using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Bokgi.Host.Platform.Errors;

namespace Bokgi.Host.Platform.Json;

/// <summary>Finds what keeps a text from being read as JSON of a type: which value of which field, and what it should be.</summary>
internal sealed class JsonDiagnosis
{
    private const string Body = "body";

    private readonly InputErrors errors = new();

    /// <summary>Every field that cannot be read, by its path; empty when all can.</summary>
    public static InputErrors Of(ReadOnlySpan<byte> json, Type type)
    {
        var diagnosis = new JsonDiagnosis();
        try
        {
            diagnosis.Look(JsonSerializer.Deserialize<JsonElement>(json), JsonFormat.Compact.GetTypeInfo(type), string.Empty);
        }
        catch (JsonException broken)
        {
            diagnosis.errors.Add(
                Body,
                $"the body cannot be read as JSON: it ends early or goes wrong in line {broken.LineNumber + 1} at byte {broken.BytePositionInLine + 1}; send a JSON object, as /docs shows"
            );
        }
        catch (InvalidOperationException)
        {
            diagnosis.errors.Add(Body, "the body holds half a surrogate pair, which is no text; leave it out");
        }

        return diagnosis.errors;
    }

    private void Look(JsonElement value, JsonTypeInfo type, string path)
    {
        switch (type.Kind, value.ValueKind)
        {
            case (JsonTypeInfoKind.Object, JsonValueKind.Object):
                LookIntoFields(value, type, path);
                break;
            case (JsonTypeInfoKind.Dictionary, JsonValueKind.Object):
                foreach (var entry in EachOnce(value, path))
                    Look(entry.Value, InfoOf(type.ElementType!), Under(path, entry.Name));
                break;
            case (JsonTypeInfoKind.Enumerable, JsonValueKind.Array):
                foreach (var (place, item) in value.EnumerateArray().Index())
                    Look(item, InfoOf(type.ElementType!), $"{path}[{place}]");
                break;
            default:
                if (!CanBe(value, type))
                    errors.Add(Field(path), $"{Field(path)} cannot be {Problems.Shown(value.GetRawText())}; give {Wanted(type)}");
                break;
        }
    }

    private void LookIntoFields(JsonElement value, JsonTypeInfo type, string path)
    {
        var fields = type.Properties.ToDictionary(field => field.Name, StringComparer.Ordinal);
        foreach (var given in EachOnce(value, path))
        {
            var name = Under(path, given.Name);
            if (fields.TryGetValue(given.Name, out var field))
                Look(given.Value, InfoOf(field.PropertyType), name);
            else
                errors.Add(name, $"'{name}' is not a field of this request; there are {string.Join(", ", fields.Keys)}");
        }

        foreach (var field in type.Properties.Where(field => field.IsRequired && !value.TryGetProperty(field.Name, out _)))
            errors.Add(Under(path, field.Name), $"{Under(path, field.Name)} is missing; give {Wanted(InfoOf(field.PropertyType))}");
    }

    private IEnumerable<JsonProperty> EachOnce(JsonElement value, string path)
    {
        foreach (var group in value.EnumerateObject().GroupBy(property => property.Name, StringComparer.Ordinal))
        {
            if (group.Skip(1).Any())
                errors.Add(Under(path, group.Key), $"{Under(path, group.Key)} is given {group.Count()} times; give it once");
            yield return group.First();
        }
    }

    private static bool CanBe(JsonElement value, JsonTypeInfo type)
    {
        try
        {
            _ = value.Deserialize(type);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Wanted(JsonTypeInfo type) =>
        (Nullable.GetUnderlyingType(type.Type) ?? type.Type, type.Kind) switch
        {
            (_, JsonTypeInfoKind.Enumerable) => InfoOf(type.ElementType!).Type == typeof(string) ? "a list of texts" : "a list",
            (_, JsonTypeInfoKind.Dictionary) => "an object with a value for each name",
            (_, JsonTypeInfoKind.Object) => $"an object {{{string.Join(", ", type.Properties.Select(field => field.Name))}}}",
            ({ } number, _) when number == typeof(double) => "a number",
            ({ } whole, _) when whole == typeof(int) => "a whole number",
            ({ } flag, _) when flag == typeof(bool) => "true or false",
            _ => "a text",
        };

    private static JsonTypeInfo InfoOf(Type type) => JsonFormat.Compact.GetTypeInfo(type);

    private static string Under(string path, string name) => path.Length == 0 ? Problems.Shown(name) : $"{path}.{Problems.Shown(name)}";

    private static string Field(string path) => path.Length == 0 ? Body : path;
}
