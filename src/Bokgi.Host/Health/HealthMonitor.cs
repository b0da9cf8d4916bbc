using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Bokgi.Host.Platform.Health;
using Bokgi.Host.Platform.Telemetry;

namespace Bokgi.Host.Health;

/// <summary>Checks the health every few seconds, logs what changes, keeps the last hour and publishes what was measured as metrics.</summary>
internal sealed partial class HealthMonitor(
    HealthReporter reporter,
    IEnumerable<IHealthObserver> observers,
    TimeProvider clock,
    ILogger<HealthMonitor> log
) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    private static readonly Gauge<int> Levels = Instruments.Meter.CreateGauge<int>(
        "bokgi.health.level",
        null,
        "The result of a health check: 0 ok, 1 warning, 2 critical"
    );
    private static readonly ConcurrentDictionary<string, Gauge<double>> Gauges = new(StringComparer.Ordinal);

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
            while (history.Peek().Time < report.Time - Kept)
                history.Dequeue();
        }

        Publish(report);
        LogChanges(last, report);
        foreach (var observer in observers)
            await observer.ReportedAsync(last, report);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield(); // the host must start without waiting for the checks
        using var timer = new PeriodicTimer(Interval, clock);
        do await CheckAsync(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static void Publish(HealthReport report)
    {
        foreach (var (name, finding) in report.Checks)
        {
            Levels.Record((int)finding.Level, new KeyValuePair<string, object?>("check", name));
            foreach (var (value, measured) in finding.Values)
                Gauges.GetOrAdd($"bokgi.{name}.{value}", metric => Instruments.Meter.CreateGauge<double>(metric)).Record(measured);
        }
    }

    private void LogChanges(HealthReport? last, HealthReport report)
    {
        var before = last?.Checks.ToDictionary(check => check.Name, check => check.Finding.Level) ?? [];
        foreach (var (name, finding) in report.Checks)
        {
            var level = before.GetValueOrDefault(name);
            if (finding.Level > HealthLevel.Ok && finding.Level != level)
                LogFound(finding.Level == HealthLevel.Critical ? LogLevel.Error : LogLevel.Warning, name, finding.Text.En);
            else if (finding.Level == HealthLevel.Ok && level > HealthLevel.Ok)
                LogOver(name);
        }
    }

    [LoggerMessage(Message = "health of {Check}: {Finding}")]
    private partial void LogFound(LogLevel level, string check, string finding);

    [LoggerMessage(LogLevel.Information, "health of {Check}: well again")]
    private partial void LogOver(string check);
}
