using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Bokgi.Host.Platform.Telemetry;

/// <summary>The sources of this program's own metrics and traces.</summary>
internal static class Instruments
{
    public const string Name = "Bokgi";

    public static Meter Meter { get; } = new(Name);

    public static ActivitySource Activities { get; } = new(Name);
}
