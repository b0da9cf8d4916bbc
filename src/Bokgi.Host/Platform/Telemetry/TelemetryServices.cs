using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Bokgi.Host.Platform.Telemetry;

/// <summary>
/// Exports metrics and traces. Prometheus can scrape the server's metrics. If a collector is configured, every process sends it metrics and
/// traces by OTLP.
/// </summary>
internal static class TelemetryServices
{
    // Without Npgsql, whose metrics contain the connection string.
    private static readonly string[] Meters =
    [
        Instruments.Name,
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "System.Net.Http",
        "System.Runtime",
    ];

    private static readonly string[] Sources = [Instruments.Name, "Microsoft.AspNetCore", "System.Net.Http", "Npgsql"];

    public static void AddTelemetry(this IServiceCollection services, HostSettings settings, string process, bool isScraped)
    {
        var collector = settings.Telemetry.Endpoint;
        if (collector is null && !isScraped)
            return;
        var telemetry = services
            .AddOpenTelemetry()
            .ConfigureResource(resource =>
                resource.AddService(
                    settings.Telemetry.ServiceName,
                    serviceVersion: ProgramVersion.Text,
                    serviceInstanceId: string.Create(
                        CultureInfo.InvariantCulture,
                        $"{process}-{Environment.MachineName}-{Environment.ProcessId}"
                    )
                )
            );
        telemetry.WithMetrics(metrics =>
        {
            metrics.AddMeter(Meters);
            if (isScraped)
                metrics.AddPrometheusExporter();
            if (collector is not null)
                metrics.AddOtlpExporter(options => Configure(options, settings.Telemetry, "v1/metrics"));
        });
        if (collector is not null)
            telemetry.WithTracing(traces =>
                traces.AddSource(Sources).AddOtlpExporter(options => Configure(options, settings.Telemetry, "v1/traces"))
            );
    }

    private static void Configure(OtlpExporterOptions options, TelemetrySettings settings, string path)
    {
        options.Protocol = settings.IsHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        options.Endpoint = settings.IsHttp ? new Uri($"{settings.Endpoint!.ToString().TrimEnd('/')}/{path}") : settings.Endpoint!;
        options.TimeoutMilliseconds = 2_000; // a collector that hangs must not hold up the end of the process
        if (settings.Headers.Length > 0)
            options.Headers = settings.Headers;
    }
}
