using System.Diagnostics.Metrics;

namespace Bokgi.Host.PaperTrading.Simulation;

internal static class PaperMeter
{
    public const string Name = "Bokgi.PaperTrading";

    private static readonly Meter Meter = new(Name);

    /// <summary>Seconds for stepping the bars of one open time and storing the results.</summary>
    public static readonly Histogram<double> StepDuration = Meter.CreateHistogram<double>("bokgi.paper.step.duration", "s");
    public static readonly Counter<long> Differences = Meter.CreateCounter<long>("bokgi.paper.verify.differences");
    public static readonly Counter<long> Verifications = Meter.CreateCounter<long>("bokgi.paper.verifications");
}
