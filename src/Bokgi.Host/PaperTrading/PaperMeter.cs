using System.Diagnostics.Metrics;

namespace Bokgi.Host.PaperTrading;

/// <summary>What paper trading measures of itself; whoever listens to meters by name hears it.</summary>
internal static class PaperMeter
{
    public const string Name = "Bokgi.PaperTrading";

    private static readonly Meter Meter = new(Name);

    /// <summary>From the moment at which the bars of one time were closed until what came of them was kept, seconds.</summary>
    public static readonly Histogram<double> StepDuration = Meter.CreateHistogram<double>("bokgi.paper.step.duration", "s");

    /// <summary>Differences that verifications found, by kind.</summary>
    public static readonly Counter<long> Differences = Meter.CreateCounter<long>("bokgi.paper.verify.differences");

    /// <summary>Verifications, by whether they were clean.</summary>
    public static readonly Counter<long> Verifications = Meter.CreateCounter<long>("bokgi.paper.verifications");
}
