using System.Text.Json.Serialization;

namespace Bokgi.Host.Platform.Json;

/// <summary>Reads and writes a type as a JSON string.</summary>
internal sealed class TextConverter<T>(Func<string, T> parse) : JsonConverter<T>
    where T : notnull
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => parse(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
