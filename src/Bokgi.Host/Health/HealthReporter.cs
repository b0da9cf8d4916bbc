using Bokgi.Host.Health.Checks;
using Bokgi.Host.Platform.Health;

namespace Bokgi.Host.Health;

/// <summary>Runs all checks in parallel, each with a time limit, so that one that hangs is found and the others are still reported.</summary>
internal sealed partial class HealthReporter(IEnumerable<IHealthCheck> checks, TimeProvider clock, ILogger<HealthReporter> log)
{
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(2.5);

    private readonly IReadOnlyList<IHealthCheck> checks = [.. checks];

    public async Task<HealthReport> RunAsync(CancellationToken cancel)
    {
        var results = await Task.WhenAll(checks.Select(check => RunAsync(check, cancel)));
        return new HealthReport(clock.GetUtcNow(), [.. results.OfType<HealthReport.Check>()]);
    }

    private async Task<HealthReport.Check?> RunAsync(IHealthCheck check, CancellationToken cancel)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(CheckTimeout);
            var finding = await Task.Run(() => check.CheckAsync(limit.Token), limit.Token).WaitAsync(CheckTimeout, clock, cancel);
            return finding is null ? null : new HealthReport.Check(check.Name, finding);
        }
        catch (Exception failure) when (failure.IsDatabaseDown() && check is not DatabaseCheck)
        {
            return null; // the check of the database says so once for all
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            LogFailed(check.Name, failure.GetBaseException().Message.ReplaceLineEndings(" "));
            return new HealthReport.Check(
                check.Name,
                new HealthFinding(HealthLevel.Critical, check.Failure, new Dictionary<string, double>())
            );
        }
    }

    [LoggerMessage(LogLevel.Debug, "the health check {Check} failed: {Reason}")]
    private partial void LogFailed(string check, string reason);
}
