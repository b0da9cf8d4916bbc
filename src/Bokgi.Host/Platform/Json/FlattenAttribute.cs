using System.Text.Json.Serialization.Metadata;

namespace Bokgi.Host.Platform.Json;

/// <summary>Marks a property whose value appears in JSON as fields of the object that contains it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class FlattenAttribute : Attribute
{
    /// <summary>
    /// Changes the JSON contract of a type: removes <paramref name="holder"/>, the marked property, and adds the fields of the holder's value.
    /// </summary>
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
