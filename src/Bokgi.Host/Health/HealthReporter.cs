using System.Collections.Concurrent;
using Bokgi.Host.Health.Checks;
using Bokgi.Host.Platform.Health;

namespace Bokgi.Host.Health;

/// <summary>
/// Runs all checks in parallel, each with a time limit, so that a check that hangs is reported as failed and does not delay the others. A
/// check whose previous run still hangs is not started again; otherwise a hanging mount would use up the threads.
/// </summary>
internal sealed partial class HealthReporter(IEnumerable<IHealthCheck> checks, TimeProvider clock, ILogger<HealthReporter> log)
{
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(2.5);

    private readonly IReadOnlyList<IHealthCheck> checks = [.. checks];
    private readonly ConcurrentDictionary<IHealthCheck, Task> latestRuns = new();

    public async Task<HealthReport> RunAsync(CancellationToken cancel)
    {
        var results = await Task.WhenAll(checks.Select(check => RunAsync(check, cancel)));
        var isDatabaseDown = results.Any(result => result is { Check: DatabaseCheck, Finding.Level: HealthLevel.Critical });
        return new HealthReport(
            clock.GetUtcNow(),
            [
                .. results
                    .Where(result => result.Finding is not null && !(isDatabaseDown && result.MayBeCausedByDatabase))
                    .Select(result => new HealthReport.Check(result.Check.Name, result.Finding!)
                    {
                        Machine = result.Check.IsLocal ? Environment.MachineName : null,
                    }),
            ]
        );
    }

    // A failure that the database causes is reported only once, by the database's own check.
    private async Task<(IHealthCheck Check, HealthFinding? Finding, bool MayBeCausedByDatabase)> RunAsync(
        IHealthCheck check,
        CancellationToken cancel
    )
    {
        if (latestRuns.TryGetValue(check, out var earlier) && !earlier.IsCompleted)
            return (check, CreateFailure(check), check.NeedsDatabase);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(CheckTimeout);
        // Uses a dedicated thread: on a busy machine, the pool may not have a free thread in time, and the check would seem to hang.
        var running = Task
            .Factory.StartNew(() => check.CheckAsync(timeout.Token), cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            .Unwrap();
        latestRuns[check] = running;
        try
        {
            return (check, await running.WaitAsync(CheckTimeout, clock, cancel), false);
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            LogFailed(check.Name, failure.GetBaseException().Message.ReplaceLineEndings(" "));
            // A failure after the time limit is ignored, but must be observed.
            _ = running.ContinueWith(
                failedRun => _ = failedRun.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default
            );
            return (check, CreateFailure(check), check.NeedsDatabase);
        }
    }

    private static HealthFinding CreateFailure(IHealthCheck check) =>
        new(HealthLevel.Critical, check.Failure, new Dictionary<string, double>());

    [LoggerMessage(LogLevel.Debug, "the health check {Check} failed: {Reason}")]
    private partial void LogFailed(string check, string reason);
}
