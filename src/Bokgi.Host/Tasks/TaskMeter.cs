using System.Diagnostics.Metrics;
using Bokgi.Host.Platform.Telemetry;

namespace Bokgi.Host.Tasks;

internal static class TaskMeter
{
    private static readonly Counter<long> Steps = Instruments.Meter.CreateCounter<long>(
        "bokgi.task.steps",
        "{step}",
        "Steps of tasks that this process has ended, by outcome"
    );

    /// <summary>Counts a step that has ended, with the kind of its task.</summary>
    public static void RecordStep(string kind, string outcome) =>
        Steps.Add(1, new KeyValuePair<string, object?>("kind", kind), new KeyValuePair<string, object?>("outcome", outcome));
}
