using Bokgi.Host.Alerts;

namespace Bokgi.Host.Benchmarks;

/// <summary>
/// Turns the results of repeated benchmarks into alerts: one when a target is missed, reminders while it is still missed, and one when it is met
/// again.
/// </summary>
internal sealed class BenchmarkAlerts(TimeProvider clock)
{
    private readonly Dictionary<string, AlertGroup> groups = new(StringComparer.Ordinal);

    public IReadOnlyList<AlertMessage> CreateMessages(IEnumerable<BenchmarkResult> results)
    {
        var messages = new List<AlertMessage>();
        foreach (var result in results)
        {
            var group = groups.GetValueOrDefault(result.Name, AlertGroup.Empty);
            var (newGroup, repeatsToReport) = result.Ok
                ? group.RecordRecovery(clock.NowUtc())
                : group.RecordProblem(clock.NowUtc(), AlertSeverity.Warning);
            groups[result.Name] = newGroup;
            if (repeatsToReport is { } count) // null if no alert is due
                messages.Add(
                    AlertTexts.Performance(result.Name, result.Value, result.Target, result.Ok, clock.GetUtcNow()) with
                    {
                        Repeats = count,
                        IsRecovery = result.Ok,
                    }
                );
        }

        return messages;
    }
}
