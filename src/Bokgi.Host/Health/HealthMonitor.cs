using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Bokgi.Host.Platform.Health;
using Bokgi.Host.Platform.Telemetry;

namespace Bokgi.Host.Health;

/// <summary>
/// Checks the health every few seconds, logs changes, keeps the reports of the last hour and publishes the measured values as metrics.
/// </summary>
internal sealed partial class HealthMonitor(
    HealthReporter reporter,
    IEnumerable<IHealthObserver> observers,
    TimeProvider clock,
    ILogger<HealthMonitor> log
) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan HistoryDuration = TimeSpan.FromHours(1);

    // The gauges read from the latest report, so that the values of a check that no longer applies disappear.
    private static readonly ConcurrentDictionary<string, ObservableGauge<double>> Gauges = new(StringComparer.Ordinal);
    private static volatile HealthReport? latest;

    private readonly Lock gate = new();
    private readonly Queue<HealthReport> history = new();

    /// <summary>The reports of the last hour, oldest first.</summary>
    public IReadOnlyList<HealthReport> History
    {
        get
        {
            lock (gate)
                return [.. history];
        }
    }

    public async Task CheckAsync(CancellationToken cancel)
    {
        var report = await reporter.RunAsync(cancel);
        HealthReport? last;
        lock (gate)
        {
            last = history.LastOrDefault();
            history.Enqueue(report);
            while (history.Peek().Time < report.Time - HistoryDuration)
                history.Dequeue();
        }

        Publish(report);
        LogChanges(last, report);
        foreach (var observer in observers)
        {
            try
            {
                await observer.OnReportAsync(last, report);
            }
            catch (Exception failure) when (!cancel.IsCancellationRequested)
            {
                LogObserverFailed(failure);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield(); // the host must start without waiting for the checks
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                await CheckAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogCheckFailed(failure); // an exception that leaves this method would stop the server
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static void Publish(HealthReport report)
    {
        latest = report;
        Gauges.GetOrAdd(
            "bokgi.health.level",
            name =>
                Instruments.Meter.CreateObservableGauge(
                    name,
                    () => latest!.Checks.Select(check => new Measurement<double>((int)check.Finding.Level, [new("check", check.Name)])),
                    null,
                    "The result of a health check: 0 ok, 1 warning, 2 critical"
                )
        );
        foreach (var (check, finding) in report.Checks)
        {
            foreach (var value in finding.Values.Keys)
                Gauges.GetOrAdd(
                    $"bokgi.{check}.{value}",
                    name => Instruments.Meter.CreateObservableGauge(name, () => Measure(check, value))
                );
        }
    }

    private static IEnumerable<Measurement<double>> Measure(string checkName, string valueName) =>
        latest!.Checks.FirstOrDefault(check => check.Name == checkName)?.Finding.Values.TryGetValue(valueName, out var measured) == true
            ? [new Measurement<double>(measured)]
            : [];

    private void LogChanges(HealthReport? last, HealthReport report)
    {
        var previousLevels = last?.Checks.ToDictionary(check => check.Name, check => check.Finding.Level) ?? [];
        foreach (var (name, finding) in report.Checks)
        {
            var previousLevel = previousLevels.GetValueOrDefault(name);
            if (finding.Level > HealthLevel.Ok && finding.Level != previousLevel)
                LogFinding(finding.Level == HealthLevel.Critical ? LogLevel.Error : LogLevel.Warning, name, finding.Text.En);
            else if (finding.Level == HealthLevel.Ok && previousLevel > HealthLevel.Ok)
                LogRecovered(name);
        }
    }

    [LoggerMessage(Message = "health of {Check}: {Finding}")]
    private partial void LogFinding(LogLevel level, string check, string finding);

    [LoggerMessage(LogLevel.Error, "the health could not be checked; it is tried again")]
    private partial void LogCheckFailed(Exception failure);

    [LoggerMessage(LogLevel.Error, "what the health checks found could not be passed on")]
    private partial void LogObserverFailed(Exception failure);

    [LoggerMessage(LogLevel.Information, "health of {Check}: recovered")]
    private partial void LogRecovered(string check);
}
