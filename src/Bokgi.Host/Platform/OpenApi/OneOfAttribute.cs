using System.Collections;

namespace Bokgi.Host.Platform.OpenApi;

/// <summary>For the OpenAPI document: where to find the allowed values of a text.</summary>
/// <param name="source">An enum, or the type that has <paramref name="member"/>.</param>
/// <param name="member">A static property with the values; null for an enum.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneOfAttribute(Type source, string? member = null) : Attribute
{
    /// <summary>The default value.</summary>
    public object? Default { get; init; }

    public IEnumerable<string> Values =>
        (member is null ? Enum.GetValues(source) : (IEnumerable)source.GetProperty(member)!.GetValue(null)!).Cast<object>().Select(Name);

    /// <summary>A value as it is written in requests.</summary>
    public static string Name(object value) =>
        value is Enum word ? JsonNamingPolicy.SnakeCaseLower.ConvertName(word.ToString()) : value.ToString()!;
}
