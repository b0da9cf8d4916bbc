using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;

namespace Bokgi.Host.Platform.Telemetry;

/// <summary>The sources of this program's own metrics and traces.</summary>
internal static class Instruments
{
    public const string Name = "Bokgi";

    /// <summary>The version of this program, without the commit.</summary>
    public static string Version { get; } =
        typeof(Instruments).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? "unknown";

    public static Meter Meter { get; } = new(Name);

    public static ActivitySource Activities { get; } = new(Name);
}
