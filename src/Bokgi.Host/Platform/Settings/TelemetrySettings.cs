namespace Bokgi.Host.Platform.Settings;

/// <summary>Where metrics and traces are sent. The settings have the names that OpenTelemetry defines.</summary>
internal sealed class TelemetrySettings(SettingReader reader)
{
    private const string EndpointSetting = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Http = "http/protobuf";
    private const string Grpc = "grpc";

    /// <summary>Null to send nothing.</summary>
    public Uri? Endpoint { get; } = ReadEndpoint(reader);

    public bool IsHttp { get; } = ReadProtocol(reader) == Http;

    public string Headers { get; } =
        reader.Secret("OTEL_EXPORTER_OTLP_HEADERS", "headers for the collector, such as a key, as name=value with commas between");

    public string ServiceName { get; } = reader.Text("OTEL_SERVICE_NAME", "bokgi", "name of this installation in metrics and traces");

    private static Uri? ReadEndpoint(SettingReader reader)
    {
        var text = reader.Optional(
            EndpointSetting,
            "OpenTelemetry collector that takes metrics and traces by OTLP, such as http://127.0.0.1:4317; none when empty"
        );
        if (text.Length == 0)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", UserInfo: "" })
            return url;
        reader.Errors.Add(
            EndpointSetting,
            $"{EndpointSetting} cannot be '{Problems.SanitizeForMessage(text)}'; write it as http://host:4317"
        );
        return null;
    }

    private static string ReadProtocol(SettingReader reader)
    {
        const string name = "OTEL_EXPORTER_OTLP_PROTOCOL";
        var text = reader.Text(name, Grpc, $"how the collector is spoken to: {Grpc}, mostly on port 4317, or {Http}, mostly on port 4318");
        if (text is not (Grpc or Http))
            reader.Errors.Add(name, $"{name} cannot be '{Problems.SanitizeForMessage(text)}'; give {Grpc} or {Http}");
        return text;
    }
}
