using Bokgi.Host.Alerts.Store;
using Bokgi.Host.Platform.Health;

namespace Bokgi.Host.Alerts;

/// <summary>
/// Raises what the health checks find as long as it lasts, and its end. What cannot be stored, because the database is gone or full, this
/// process sends itself, with groups in memory.
/// </summary>
internal sealed partial class HealthAlerts(
    AlertStore store,
    IEnumerable<IAlertChannel> channels,
    HostSettings settings,
    TimeProvider clock,
    ILogger<HealthAlerts> log
) : IHealthObserver
{
    private const string Prefix = "health:";
    private const string Database = Prefix + "database";

    private readonly IReadOnlyList<IAlertChannel> channels = [.. channels];
    private readonly Dictionary<string, AlertGroup> inMemory = new(StringComparer.Ordinal);
    private HashSet<string>? open; // keys of stored groups that are open, by any server

    public async Task ReportedAsync(HealthReport? last, HealthReport report)
    {
        var problems = report.Checks.Where(check => check.Finding.Level > HealthLevel.Ok).ToDictionary(check => Prefix + check.Name);
        await SendItselfAsync(problems.Where(each => each.Key == Database || inMemory.ContainsKey(each.Key)), report);
        try
        {
            open ??= [.. await store.OpenKeysAsync(Prefix)];
            var stored = problems.Where(each => each.Key != Database && !inMemory.ContainsKey(each.Key)).ToList();
            List<Alert> alerts =
            [
                .. stored.Select(each => new Alert.Problem(each.Key, ToMessage(each.Value, report))),
                .. open.Where(key => !problems.ContainsKey(key)).Select(key => new Alert.Recovery(key, Recovered(key, report))),
            ];
            if (alerts.Count > 0)
                await store.RaiseAsync(alerts, [.. channels.Select(channel => channel.Name)]);
            open = [.. stored.Select(each => each.Key)];
        }
        catch (Exception failure) when (failure.IsDatabaseDown())
        {
            open = null;
            await SendItselfAsync(problems.Where(each => !inMemory.ContainsKey(each.Key)), report);
        }
    }

    /// <summary>A message for everything that is not well.</summary>
    public static IEnumerable<AlertMessage> Messages(HealthReport report) =>
        report.Checks.Where(check => check.Finding.Level > HealthLevel.Ok).Select(check => ToMessage(check, report));

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

    private static AlertMessage Recovered(string key, HealthReport report) =>
        ToMessage(
            report.Checks.FirstOrDefault(check => Prefix + check.Name == key) is { } check
                ? check
                : new HealthReport.Check(key[Prefix.Length..], HealthFinding.Ok(string.Empty, string.Empty)),
            report
        );

    // Problems, and the end of those that this process has sent itself before.
    private async Task SendItselfAsync(IEnumerable<KeyValuePair<string, HealthReport.Check>> problems, HealthReport report)
    {
        var now = clock.NowUtc();
        var messages = new List<AlertMessage>();
        var current = problems.ToDictionary();
        foreach (var (key, check) in current)
        {
            var message = ToMessage(check, report);
            (inMemory[key], var repeats) = inMemory.GetValueOrDefault(key, AlertGroup.Empty).Problem(now, message.Severity);
            if (repeats is { } count)
                messages.Add(message with { Repeats = count });
        }

        foreach (
            var key in inMemory
                .Keys.Where(key => !report.Checks.Any(check => Prefix + check.Name == key && check.Finding.Level > HealthLevel.Ok))
                .ToList()
        )
        {
            var (state, repeats) = inMemory[key].Recovery(now);
            inMemory[key] = state;
            if (repeats is { } count)
                messages.Add(Recovered(key, report) with { Repeats = count, IsRecovery = true });
            if (key != Database && state.LastSentUtc is { } sent && now - sent > AlertGroup.MinimumGap.Ticks / TimeSpan.TicksPerMicrosecond)
                inMemory.Remove(key); // stored again from now on
        }

        if (settings.Alerts.Muted.Contains(WireNames.Of(AlertKind.Health)))
            return;
        foreach (var message in messages)
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
