using System.Collections;

namespace Bokgi.Host.Platform.OpenApi;

/// <summary>Documents the allowed values of a string: an enum, or a static property of a type (OpenAPI only; validates nothing).</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneOfAttribute(Type source, string? member = null) : Attribute
{
    public object? Default { get; init; }

    public IEnumerable<string> Values =>
        (member is null ? Enum.GetValues(source) : (IEnumerable)source.GetProperty(member)!.GetValue(null)!).Cast<object>().Select(Name);

    public static string Name(object value) =>
        value is Enum enumValue ? JsonNamingPolicy.SnakeCaseLower.ConvertName(enumValue.ToString()) : value.ToString()!;
}
