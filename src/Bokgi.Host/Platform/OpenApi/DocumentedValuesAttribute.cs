using System.Collections;

namespace Bokgi.Host.Platform.OpenApi;

/// <summary>
/// Documents the allowed values of a string property. They are the members of an enum, or the items of a type's static property. OpenAPI
/// only; validates nothing.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DocumentedValuesAttribute(Type source, string? member = null) : Attribute
{
    public object? Default { get; init; }

    public IEnumerable<string> Values =>
        (member is null ? Enum.GetValues(source) : (IEnumerable)source.GetProperty(member)!.GetValue(null)!).Cast<object>().Select(Name);

    public static string Name(object value) =>
        value is Enum enumValue ? JsonNamingPolicy.SnakeCaseLower.ConvertName(enumValue.ToString()) : value.ToString()!;
}
