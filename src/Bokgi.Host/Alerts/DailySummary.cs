using Bokgi.Host.Alerts.Store;
using Bokgi.Host.PaperTrading.Store;

namespace Bokgi.Host.Alerts;

/// <summary>One message a day about all paper sessions: what each traded and earned on the day that has ended, by TZ.</summary>
internal sealed class DailySummary(AlertStore store, PaperQueries sessions, HostSettings settings, TimeProvider clock)
{
    private const string Source = "daily";
    private const int MaximumSessions = 20;

    public async Task RaiseAsync(IReadOnlyList<string> channels, CancellationToken cancel)
    {
        var now = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), settings.TimeZone);
        var today = now.Date;
        var day = (long)(today - DateTime.UnixEpoch).TotalDays;
        var last = await store.PositionAsync(Source, () => Task.FromResult(day));
        if (last >= day)
            return;
        var from = Utc(today.AddDays(-1));
        var results = await sessions.ResultsAsync(from, Utc(today), cancel);
        await store.RaiseAsync(
            results.Count == 0 ? [] : [new Alert.Event("daily", Message(results, today.AddDays(-1)), TimeSpan.Zero)],
            channels,
            (Source, last, day)
        );
    }

    private AlertMessage Message(IReadOnlyList<SessionDay> results, DateTime day)
    {
        var (trades, profit) = (results.Sum(each => each.Trades), results.Sum(each => each.Profit));
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
                new("realized_pnl", new("실현 손익", "profit"), Money(profit)),
                .. results
                    .Take(MaximumSessions)
                    .Select(each => new AlertField(
                        each.SessionId,
                        new(each.SessionId, each.SessionId),
                        string.Create(CultureInfo.InvariantCulture, $"{each.Trades}, {Money(each.Profit)}")
                    )),
            ],
            clock.GetUtcNow()
        );
    }

    private static string Money(decimal value) => value.ToString("+#,0.##;-#,0.##;0", CultureInfo.InvariantCulture);

    private long Utc(DateTime local) => UnixTime.FromDateTime(TimeZoneInfo.ConvertTimeToUtc(local, settings.TimeZone));
}
