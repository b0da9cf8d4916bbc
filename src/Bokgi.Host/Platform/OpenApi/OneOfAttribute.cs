using System.Collections;
using System.Text.Json;

namespace Bokgi.Host.Platform.OpenApi;

/// <summary>Says where the reader of a text has the values it takes, for the OpenAPI document.</summary>
/// <param name="source">An enum, or the type with <paramref name="member"/>.</param>
/// <param name="member">A static property with the values.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneOfAttribute(Type source, string? member = null) : Attribute
{
    /// <summary>The value when none is given.</summary>
    public object? Default { get; init; }

    public IEnumerable<string> Values =>
        (member is null ? Enum.GetValues(source) : (IEnumerable)source.GetProperty(member)!.GetValue(null)!).Cast<object>().Select(Name);

    /// <summary>A value as requests write it.</summary>
    public static string Name(object value) =>
        value is Enum word ? JsonNamingPolicy.SnakeCaseLower.ConvertName(word.ToString()) : value.ToString()!;
}
