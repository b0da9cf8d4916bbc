using Bokgi.Host.Alerts;

namespace Bokgi.Host.Benchmarks;

/// <summary>Which results of repeated benchmarks are alerts: the first miss of a target, a reminder while it lasts, and its end.</summary>
internal sealed class BenchmarkAlerts(TimeProvider clock)
{
    private readonly Dictionary<string, AlertGroup> groups = new(StringComparer.Ordinal);

    public IReadOnlyList<AlertMessage> Of(IEnumerable<BenchmarkResult> results)
    {
        var messages = new List<AlertMessage>();
        foreach (var result in results)
        {
            var group = groups.GetValueOrDefault(result.Name, AlertGroup.Empty);
            var (state, repeats) = result.Ok
                ? group.RecordRecovery(clock.NowUtc())
                : group.RecordProblem(clock.NowUtc(), AlertSeverity.Warning);
            groups[result.Name] = state;
            if (repeats is { } count)
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
