using Bokgi.Host.Alerts.Store;
using Bokgi.Host.PaperTrading.Store;

namespace Bokgi.Host.Alerts;

/// <summary>
/// One message a day about all paper sessions: what each session traded and earned on the previous day. Days are those of the time zone in
/// the setting TZ.
/// </summary>
internal sealed class DailySummary(AlertStore store, PaperQueries sessions, HostSettings settings, TimeProvider clock)
{
    private const string Source = "daily"; // AlertStore stores under this name the day on which the last summary was raised
    private const int MaximumSessions = 20;

    public async Task RaiseAsync(IReadOnlyList<string> channels, CancellationToken cancel)
    {
        var now = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), settings.TimeZone);
        var today = now.Date;
        var daysSinceEpoch = (long)(today - DateTime.UnixEpoch).TotalDays;
        // If no day is stored yet, today is stored, so the first summary is raised tomorrow.
        var last = await store.GetOrAddCursorAsync(Source, () => Task.FromResult(daysSinceEpoch));
        if (last >= daysSinceEpoch)
            return;
        var from = ToUtc(today.AddDays(-1));
        var results = await sessions.ResultsAsync(from, ToUtc(today), cancel);
        await store.RaiseAsync(
            results.Count == 0 ? [] : [new Alert.Event("daily", CreateMessage(results, today.AddDays(-1)), Window: TimeSpan.Zero)],
            channels,
            (Source, last, daysSinceEpoch)
        );
    }

    private AlertMessage CreateMessage(IReadOnlyList<SessionResult> results, DateTime day)
    {
        var trades = results.Sum(result => result.Trades);
        var profits = results
            .SelectMany(result => result.Profits)
            .GroupBy(profit => profit.Key, profit => profit.Value)
            .ToDictionary(group => group.Key, group => group.Sum());
        var date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new AlertMessage(
            AlertKind.Daily,
            AlertSeverity.Info,
            new(
                $"{date} 모의투자: 세션 {results.Count}개, 거래 {trades}건",
                $"paper trading on {date}: {results.Count} sessions, {trades} trades"
            ),
            [
                new("sessions", new("세션", "sessions"), results.Count.ToString(CultureInfo.InvariantCulture)),
                new("trades", new("거래", "trades"), trades.ToString(CultureInfo.InvariantCulture)),
                new("realized_pnl", new("실현 손익", "profit"), FormatProfits(profits)),
                .. results
                    .Take(MaximumSessions)
                    .Select(result => new AlertField(
                        result.SessionId,
                        new(result.SessionId, result.SessionId),
                        string.Create(CultureInfo.InvariantCulture, $"{result.Trades}, {FormatProfits(result.Profits)}")
                    )),
            ],
            clock.GetUtcNow()
        );
    }

    // One sum per quote currency, because different currencies cannot be added.
    private static string FormatProfits(IReadOnlyDictionary<string, decimal> profits) =>
        profits.Count == 0
            ? "0"
            : string.Join(
                ", ",
                profits
                    .OrderBy(profit => profit.Key, StringComparer.Ordinal)
                    .Select(profit =>
                        $"{profit.Value.ToString("+#,0.########;-#,0.########;0", CultureInfo.InvariantCulture)} {profit.Key}"
                    )
            );

    private long ToUtc(DateTime local) => UnixTime.FromDateTime(TimeZoneInfo.ConvertTimeToUtc(local, settings.TimeZone));
}
