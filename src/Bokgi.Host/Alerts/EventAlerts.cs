using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.Platform.Events.Store;
using Bokgi.Host.Tasks;

namespace Bokgi.Host.Alerts;

/// <summary>Creates alerts from those events of tasks and paper sessions that people should know about.</summary>
internal static class EventAlerts
{
    // The key of alerts about the connection to the exchange. Many sessions share one connection, so their alerts share one key.
    private const string Connection = "connection";

    private static readonly TimeSpan TaskWindow = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan TradeWindow = TimeSpan.FromMinutes(1);

    /// <summary>The alert that an event causes; null if it causes none.</summary>
    public static Alert? CreateAlert(EventRow row)
    {
        var time = new DateTimeOffset(UnixTime.ToDateTime(row.CreatedUtc), TimeSpan.Zero);
        var data = JsonElement.Parse(row.Data);
        var session = row.Topic.Split(':', 2) is ["session", var id] ? id : string.Empty;
        return row.Kind switch
        {
            TaskEvents.Failed => new Alert.Event(
                "task",
                AlertTexts.TaskFailed(GetText(data, "task_id"), data.GetProperty("error").GetString() ?? "-", time),
                TaskWindow
            ),
            SessionMessages.Signal => CreateTradeAlert(
                session,
                AlertTexts.Signal(session, GetText(data, "symbol"), GetText(data, "strategy_name"), GetNumber(data, "price"), time)
            ),
            SessionMessages.PositionOpened => CreateTradeAlert(
                session,
                AlertTexts.PositionOpened(
                    session,
                    GetText(data, "symbol"),
                    GetText(data, "strategy_name"),
                    GetNumber(data, "entry_price"),
                    GetNumber(data, "quantity"),
                    time
                )
            ),
            SessionMessages.PositionClosed => CreateTradeAlert(
                session,
                AlertTexts.PositionClosed(
                    session,
                    GetText(data, "symbol"),
                    GetText(data, "strategy_name"),
                    GetNumber(data, "exit_price"),
                    GetNumber(data, "realized_pnl"),
                    GetNumber(data, "realized_pnl_pct"),
                    GetText(data, "exit_reason"),
                    time
                )
            ),
            SessionMessages.Connection when data.GetProperty("is_connected").GetBoolean() => new Alert.Recovery(
                Connection,
                AlertTexts.FeedReconnected(session, time)
            ),
            SessionMessages.Connection when data.GetProperty("reason").GetString() is { } reason => new Alert.Problem(
                Connection,
                AlertTexts.FeedDisconnected(session, reason, time)
            ),
            // Without a reason, the session only waits while another session opens the shared connection. That is not worth an alert.
            SessionMessages.Connection => null,
            SessionMessages.Verified when !data.GetProperty("is_clean").GetBoolean() => new Alert.Event(
                $"session:{session}:verified",
                AlertTexts.ReplayDiffers(session, data.GetProperty("counts").EnumerateObject().Sum(count => count.Value.GetInt32()), time),
                AlertGroup.ReminderInterval
            ),
            _ => null,
        };
    }

    private static Alert.Event CreateTradeAlert(string session, AlertMessage message) =>
        new($"session:{session}:trades", message, TradeWindow);

    private static string GetText(JsonElement data, string name) => data.GetProperty(name).GetString()!;

    private static double GetNumber(JsonElement data, string name) => data.GetProperty(name).GetDouble();
}
