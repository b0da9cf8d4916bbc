using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Bokgi.Host.Platform.Telemetry;

/// <summary>The sources of this program's own metrics and traces.</summary>
internal static class Instruments
{
    public const string Name = "Bokgi";

    public static Meter Meter { get; } = new(Name);

    /// <summary>Bucket bounds for durations in seconds, from a run over a few candles to one over years of minute candles.</summary>
    public static InstrumentAdvice<double> Durations { get; } =
        new() { HistogramBucketBoundaries = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 60, 300] };

    public static ActivitySource Activities { get; } = new(Name);
}
