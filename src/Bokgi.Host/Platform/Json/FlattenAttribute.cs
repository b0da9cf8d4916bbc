using System.Text.Json.Serialization.Metadata;

namespace Bokgi.Host.Platform.Json;

/// <summary>Marks a property whose value appears in JSON as fields of the object that contains it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class FlattenAttribute : Attribute
{
    /// <summary>Replaces the marked property, <paramref name="holder"/>, in the type's JSON with the fields that its value holds.</summary>
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
