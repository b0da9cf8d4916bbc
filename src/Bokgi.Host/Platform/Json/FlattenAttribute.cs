using System.Text.Json.Serialization.Metadata;

namespace Bokgi.Host.Platform.Json;

/// <summary>On a property whose value JSON writes as fields of the object that holds it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class FlattenAttribute : Attribute
{
    protected abstract void Flatten(JsonTypeInfo type, JsonPropertyInfo holder);

    public static void Apply(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.ToList())
        {
            if (property.AttributeProvider?.GetCustomAttributes(typeof(FlattenAttribute), inherit: true) is [FlattenAttribute attribute])
                attribute.Flatten(type, property);
        }
    }
}
