using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Bokgi.Host.Platform.OpenApi;

/// <summary>Adds to the OpenAPI document what C# types do not express: descriptions, defaults, allowed values.</summary>
internal static class SchemaDescription
{
    /// <summary>The static property of a request type whose value supplies the defaults of omitted fields.</summary>
    private const string DefaultsProperty = "Standard";

    public static Task Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        var type = context.JsonTypeInfo;
        DescribeNumbers(schema, type);
        if (context.JsonPropertyInfo?.AttributeProvider is PropertyInfo property)
            DescribeProperty(schema, property, type);
        else if (context.JsonPropertyInfo?.AttributeProvider is { } flattenedField)
            DescribeFlattenedField(schema, flattenedField, type);
        else if (context.ParameterDescription?.ParameterDescriptor is IParameterInfoParameterDescriptor parameter)
            DescribeAttributes(schema, parameter.ParameterInfo);
        else if (type.Kind == JsonTypeInfoKind.Object)
            DescribeType(schema, type);
        return Task.CompletedTask;
    }

    private static void DescribeProperty(OpenApiSchema schema, PropertyInfo property, JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) // an object has its own schema and is only referenced here
            schema.Description ??= XmlComments.SummaryOf(property);
        DescribeAttributes(schema, property);
    }

    // A field that FlattenAttribute adds to the JSON has no C# property; its AttributeProvider supplies the attributes.
    private static void DescribeFlattenedField(OpenApiSchema schema, ICustomAttributeProvider flattenedField, JsonTypeInfo type)
    {
        if (type.Kind == JsonTypeInfoKind.Object)
            return;
        foreach (var attribute in flattenedField.GetCustomAttributes(inherit: true))
        {
            if (attribute is DescriptionAttribute { Description: var text })
                schema.Description = text;
            else if (attribute is AllowedValuesAttribute { Values: var values })
                DescribeAllowedValues(schema, values.OfType<string>());
        }
    }

    private static void DescribeType(OpenApiSchema schema, JsonTypeInfo type)
    {
        schema.Description ??= XmlComments.SummaryOf(type.Type);
        if (XmlComments.Example(type.Type) is { } example)
            schema.Examples = [example];
        if (type.Type.GetProperty(DefaultsProperty, BindingFlags.Public | BindingFlags.Static)?.GetValue(null) is not { } defaults)
            return;
        foreach (var (name, value) in JsonSerializer.SerializeToNode(defaults, type)!.AsObject())
        {
            if (value is not null && schema.Properties![name] is OpenApiSchema property)
                property.Default = value.DeepClone();
        }
    }

    private static void DescribeAttributes(OpenApiSchema schema, ICustomAttributeProvider member)
    {
        foreach (var attribute in member.GetCustomAttributes(inherit: true))
        {
            if (attribute is DocumentedValuesAttribute documentedValues)
                DescribeAllowedValues(schema, documentedValues.Values, documentedValues.Default);
            else if (attribute is IntegerRangeAttribute range)
                DescribeInteger(schema, range);
        }
    }

    private static void DescribeAllowedValues(OpenApiSchema schema, IEnumerable<string> values, object? defaultValue = null)
    {
        schema.Enum = [.. values.Select(value => JsonValue.Create(value))];
        if (schema.Type?.HasFlag(JsonSchemaType.Null) == true)
            schema.Enum.Add(JsonNullSentinel.JsonNull);
        if (defaultValue is not null)
            schema.Default = JsonValue.Create(DocumentedValuesAttribute.Name(defaultValue));
    }

    private static void DescribeInteger(OpenApiSchema schema, IntegerRangeAttribute range)
    {
        (schema.Type, schema.Format) = (JsonSchemaType.Integer, "int32");
        schema.Minimum = range.Minimum.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (range.Maximum < int.MaxValue)
            schema.Maximum = range.Maximum.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (range.Default is int defaultValue)
            schema.Default = JsonValue.Create(defaultValue);
    }

    // FiniteNumberConverter hides from the framework that doubles are numbers, also in lists and maps; this adds their types.
    private static void DescribeNumbers(OpenApiSchema schema, JsonTypeInfo type)
    {
        if (IsNumber(type.Type))
            (schema.Type, schema.Format) = (NumberSchema(type.Type).Type, NumberSchema(type.Type).Format);
        else if (IsNumber(type.ElementType) && type.Kind == JsonTypeInfoKind.Dictionary)
            schema.AdditionalProperties = NumberSchema(type.ElementType!);
        else if (IsNumber(type.ElementType))
            schema.Items = NumberSchema(type.ElementType!);
    }

    private static bool IsNumber(Type? type) => type == typeof(double) || type == typeof(double?);

    private static OpenApiSchema NumberSchema(Type type) =>
        new() { Type = type == typeof(double) ? JsonSchemaType.Number : JsonSchemaType.Number | JsonSchemaType.Null, Format = "double" };
}
