using Bokgi.Host.Alerts.Store;
using Bokgi.Host.Platform.Health;

namespace Bokgi.Host.Alerts;

/// <summary>
/// Raises alerts about the problems that health checks find: while a problem lasts, and when it ends. A problem must be found twice in a row,
/// because a busy machine may fail a check once. If an alert cannot be stored, because the database is unavailable or full, this process
/// sends the message directly and keeps the alert's <see cref="AlertGroup"/> in memory.
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
    private const string Database = Prefix + "database"; // sent directly, because a database with a problem may not store alerts
    private const char MachineMark = '@';

    private readonly IReadOnlyList<IAlertChannel> channels = [.. channels];
    private readonly Dictionary<string, AlertGroup> groupsInMemory = new(StringComparer.Ordinal);
    private HashSet<string>? openKeys; // the keys of stored groups with IsOpen, raised by any server; null if they must be read again

    public async Task OnReportAsync(HealthReport? last, HealthReport report)
    {
        var problems = report.Checks.Where(IsProblem).ToDictionary(KeyOf);
        var previousKeys = (last?.Checks ?? []).Where(IsProblem).Select(KeyOf).ToHashSet(StringComparer.Ordinal);
        var confirmed = problems.Where(problem => previousKeys.Contains(problem.Key)).ToDictionary();
        await SendDirectlyAsync(confirmed.Where(problem => problem.Key == Database || groupsInMemory.ContainsKey(problem.Key)), report);
        try
        {
            openKeys ??= [.. await store.ListOpenGroupKeysAsync(Prefix)];
            var toStore = confirmed.Where(problem => problem.Key != Database && !groupsInMemory.ContainsKey(problem.Key)).ToList();
            List<Alert> alerts =
            [
                .. toStore.Select(problem => new Alert.Problem(problem.Key, ToMessage(problem.Value, report))),
                .. openKeys
                    .Where(key => !problems.ContainsKey(key) && !ConcernsAnotherMachine(key))
                    .Select(key => new Alert.Recovery(key, ToRecoveryMessage(key, report))),
            ];
            if (alerts.Count > 0)
                await store.RaiseAsync(alerts, [.. channels.Select(channel => channel.Name)]);
            openKeys =
            [
                .. openKeys.Where(key => problems.ContainsKey(key) || ConcernsAnotherMachine(key)),
                .. toStore.Select(problem => problem.Key),
            ];
        }
        catch (Exception failure) when (failure.IsDatabaseDown())
        {
            openKeys = null;
            await SendDirectlyAsync(confirmed.Where(problem => !groupsInMemory.ContainsKey(problem.Key)), report);
        }
    }

    /// <summary>Creates one message for each problem in a report.</summary>
    public static IEnumerable<AlertMessage> CreateMessages(HealthReport report) =>
        report.Checks.Where(IsProblem).Select(check => ToMessage(check, report));

    private static bool IsProblem(HealthReport.Check check) => check.Finding.Level > HealthLevel.Ok;

    // All servers on one database have the same key for a problem, unless it concerns a single machine.
    private static string KeyOf(HealthReport.Check check) =>
        check.Machine is { } machine ? $"{Prefix}{check.Name}{MachineMark}{machine}" : $"{Prefix}{check.Name}";

    private static bool ConcernsAnotherMachine(string key)
    {
        var mark = key.IndexOf(MachineMark);
        return mark >= 0 && key[(mark + 1)..] != Environment.MachineName;
    }

    private static AlertMessage ToMessage(HealthReport.Check check, HealthReport report)
    {
        var (name, finding) = check;
        var place = check.Machine is { } machine ? $"{name} ({machine})" : name;
        var title =
            finding.Level == HealthLevel.Ok
                ? new LocalizedText($"{place}: 정상으로 돌아왔습니다", $"{place}: well again")
                : new LocalizedText($"{place}: {finding.Text.Ko}", $"{place}: {finding.Text.En}");
        return AlertTexts.Health(title, finding.Level, Percent("cpu"), Percent("memory"), name, report.Time);

        double? Percent(string checkName) =>
            report
                .Checks.FirstOrDefault(candidate => candidate.Name == checkName)
                ?.Finding.Values.TryGetValue("used_percent", out var value) == true
                ? value
                : null;
    }

    private static AlertMessage ToRecoveryMessage(string key, HealthReport report) =>
        ToMessage(
            report.Checks.FirstOrDefault(check => KeyOf(check) == key)
                ?? new HealthReport.Check(key[Prefix.Length..].Split(MachineMark)[0], HealthFinding.Ok(string.Empty, string.Empty)),
            report
        );

    // Sends messages about the given problems, and about the end of problems whose messages this process has sent directly before.
    private async Task SendDirectlyAsync(IEnumerable<KeyValuePair<string, HealthReport.Check>> problems, HealthReport report)
    {
        var now = clock.NowUtc();
        var messages = new List<AlertMessage>();
        foreach (var (key, check) in problems.ToList()) // a copy, because the query reads groupsInMemory
        {
            var message = ToMessage(check, report);
            var (state, repeats) = groupsInMemory.GetValueOrDefault(key, AlertGroup.Empty).RecordProblem(now, message.Severity);
            groupsInMemory[key] = state;
            if (repeats is { } count)
                messages.Add(message with { Repeats = count });
        }

        foreach (var key in groupsInMemory.Keys.Where(key => !report.Checks.Any(check => KeyOf(check) == key && IsProblem(check))).ToList())
        {
            var (state, repeats) = groupsInMemory[key].RecordRecovery(now);
            groupsInMemory[key] = state;
            if (repeats is { } count)
                messages.Add(ToRecoveryMessage(key, report) with { Repeats = count, IsRecovery = true });
            if (key != Database && state.LastSentUtc is { } sent && now - sent > AlertGroup.MinimumGap.Ticks / TimeSpan.TicksPerMicrosecond)
                groupsInMemory.Remove(key); // from now on, alerts with this key are stored again
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
            LogFailed(channel.Name, failure.Message); // sent again as a reminder if the problem lasts
        }
    }

    [LoggerMessage(LogLevel.Warning, "an alert could not be sent by {Channel}: {Reason}")]
    private partial void LogFailed(string channel, string reason);
}
