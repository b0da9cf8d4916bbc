using System.Collections.Concurrent;
using Bokgi.Host.Health.Checks;
using Bokgi.Host.Platform.Health;

namespace Bokgi.Host.Health;

/// <summary>
/// Runs all checks in parallel, each with a time limit, so that one that hangs is found and the others are still reported. A check that
/// still hangs is not started again, so that a mount that hangs does not use up the threads.
/// </summary>
internal sealed partial class HealthReporter(IEnumerable<IHealthCheck> checks, TimeProvider clock, ILogger<HealthReporter> log)
{
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(2.5);

    private readonly IReadOnlyList<IHealthCheck> checks = [.. checks];
    private readonly ConcurrentDictionary<IHealthCheck, Task> hanging = new();

    public async Task<HealthReport> RunAsync(CancellationToken cancel)
    {
        var results = await Task.WhenAll(checks.Select(check => RunAsync(check, cancel)));
        var isDatabaseGone = results.Any(result => result is { Check: DatabaseCheck, Finding.Level: HealthLevel.Critical });
        return new HealthReport(
            clock.GetUtcNow(),
            [
                .. results
                    .Where(result => result.Finding is not null && !(isDatabaseGone && result.IsOfDatabase))
                    .Select(result => new HealthReport.Check(result.Check.Name, result.Finding!)),
            ]
        );
    }

    // Whatever fails because of the database is said once for all, by its own check.
    private async Task<(IHealthCheck Check, HealthFinding? Finding, bool IsOfDatabase)> RunAsync(
        IHealthCheck check,
        CancellationToken cancel
    )
    {
        if (hanging.TryGetValue(check, out var earlier) && !earlier.IsCompleted)
            return (check, Failure(check), check.NeedsDatabase);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(CheckTimeout);
        var running = Task.Run(() => check.CheckAsync(limit.Token), cancel);
        hanging[check] = running;
        try
        {
            return (check, await running.WaitAsync(CheckTimeout, clock, cancel), false);
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            LogFailed(check.Name, failure.GetBaseException().Message.ReplaceLineEndings(" "));
            _ = running.ContinueWith(
                late => _ = late.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default
            );
            return (check, Failure(check), check.NeedsDatabase);
        }
    }

    private static HealthFinding Failure(IHealthCheck check) => new(HealthLevel.Critical, check.Failure, new Dictionary<string, double>());

    [LoggerMessage(LogLevel.Debug, "the health check {Check} failed: {Reason}")]
    private partial void LogFailed(string check, string reason);
}
