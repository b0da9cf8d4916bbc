using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bokgi.Host.Platform.Json;

/// <summary>Writes a number that is no number, or infinite, as null: JSON has no word for it.</summary>
internal sealed class FiniteNumber : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value))
            writer.WriteNumberValue(value);
        else
            writer.WriteNullValue();
    }
}
