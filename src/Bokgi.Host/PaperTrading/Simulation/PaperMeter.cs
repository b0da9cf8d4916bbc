using System.Diagnostics.Metrics;
using Bokgi.Host.Platform.Telemetry;

namespace Bokgi.Host.PaperTrading.Simulation;

internal static class PaperMeter
{
    public static readonly Histogram<double> StepDuration = Instruments.Meter.CreateHistogram<double>(
        "bokgi.paper.step.duration",
        "s",
        "Time to process the bars of one open time and store the results",
        tags: null,
        advice: Instruments.Durations
    );

    public static readonly Counter<long> Verifications = Instruments.Meter.CreateCounter<long>(
        "bokgi.paper.verifications",
        "{verification}",
        "Comparisons of a session with its replay"
    );

    public static readonly Counter<long> Differences = Instruments.Meter.CreateCounter<long>(
        "bokgi.paper.verify.differences",
        "{difference}",
        "Differences between sessions and their replays"
    );
}
