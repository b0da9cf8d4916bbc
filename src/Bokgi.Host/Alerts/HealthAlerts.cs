using Bokgi.Host.Alerts.Store;
using Bokgi.Host.Platform.Health;

namespace Bokgi.Host.Alerts;

/// <summary>
/// Raises what the health checks find. What they find about the database cannot be stored in it: this process sends it itself and keeps the
/// state of the group in memory.
/// </summary>
internal sealed partial class HealthAlerts(
    AlertStore store,
    IEnumerable<IAlertChannel> channels,
    HostSettings settings,
    TimeProvider clock,
    ILogger<HealthAlerts> log
) : IHealthObserver
{
    private const string Database = "database";

    private readonly IReadOnlyList<IAlertChannel> channels = [.. channels];
    private AlertGroup database = AlertGroup.Empty;

    public async Task ReportedAsync(HealthReport? last, HealthReport report)
    {
        var before = last?.Checks.ToDictionary(check => check.Name, check => check.Finding.Level) ?? [];
        var alerts = new List<Alert>();
        foreach (var check in report.Checks)
        {
            if (ToAlert(check, before.GetValueOrDefault(check.Name), report) is not { } alert)
                continue;
            if (check.Name == Database)
                await SendItselfAsync(alert);
            else
                alerts.Add(alert);
        }

        try
        {
            if (alerts.Count > 0)
                await store.RaiseAsync(alerts, [.. channels.Select(channel => channel.Name)]);
        }
        catch (Exception failure) when (failure.IsDatabaseDown())
        {
            // The next report raises what still lasts then.
        }
    }

    /// <summary>A message for everything that is not well.</summary>
    public static IEnumerable<AlertMessage> Messages(HealthReport report) =>
        report.Checks.Where(check => check.Finding.Level > HealthLevel.Ok).Select(check => ToMessage(check, report));

    // A finding is raised as long as it lasts, and its end once.
    private static Alert? ToAlert(HealthReport.Check check, HealthLevel before, HealthReport report)
    {
        if (check.Finding.Level == HealthLevel.Ok && before == HealthLevel.Ok)
            return null;
        var message = ToMessage(check, report);
        return check.Finding.Level == HealthLevel.Ok
            ? new Alert.Recovery($"health:{check.Name}", message)
            : new Alert.Problem($"health:{check.Name}", message);
    }

    private static AlertMessage ToMessage(HealthReport.Check check, HealthReport report)
    {
        var (name, finding) = check;
        var title =
            finding.Level == HealthLevel.Ok
                ? new LocalizedText($"{name}: 정상으로 돌아왔습니다", $"{name}: well again")
                : new LocalizedText($"{name}: {finding.Text.Ko}", $"{name}: {finding.Text.En}");
        return AlertTexts.Health(title, finding.Level, Percent("cpu"), Percent("memory"), name, report.Time);

        double? Percent(string of) =>
            report.Checks.FirstOrDefault(each => each.Name == of)?.Finding.Values.TryGetValue("used_percent", out var value) == true
                ? value
                : null;
    }

    private async Task SendItselfAsync(Alert alert)
    {
        var now = clock.NowUtc();
        (database, var repeats) = alert is Alert.Problem ? database.Problem(now) : database.Recovery(now);
        if (repeats is not { } count || settings.Alerts.Muted.Contains(WireNames.Of(AlertKind.Health)))
            return;
        var message = alert.Message with { Repeats = count, IsRecovery = alert is Alert.Recovery };
        await Task.WhenAll(channels.Select(channel => TrySendAsync(channel, message)));
    }

    private async Task TrySendAsync(IAlertChannel channel, AlertMessage message)
    {
        try
        {
            await channel.SendAsync(message, CancellationToken.None);
        }
        catch (AlertChannelException failure)
        {
            LogFailed(channel.Name, failure.Message); // told again as a reminder, if it lasts
        }
    }

    [LoggerMessage(LogLevel.Warning, "an alert could not be sent by {Channel}: {Reason}")]
    private partial void LogFailed(string channel, string reason);
}
