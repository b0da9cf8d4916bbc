using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.Platform.Events.Store;
using Bokgi.Host.Tasks;

namespace Bokgi.Host.Alerts;

/// <summary>Which events of tasks and sessions are alerts.</summary>
internal static class EventAlerts
{
    // The key of alerts about a connection. Many sessions share one connection, so their alerts share one key.
    private const string Connection = "connection";

    private static readonly TimeSpan TaskWindow = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan TradeWindow = TimeSpan.FromMinutes(1);

    /// <summary>The alert that an event causes; null if it causes none.</summary>
    public static Alert? Of(EventRow row)
    {
        var time = new DateTimeOffset(UnixTime.ToDateTime(row.CreatedUtc), TimeSpan.Zero);
        var data = JsonElement.Parse(row.Data);
        var session = row.Topic.Split(':', 2) is ["session", var id] ? id : string.Empty;
        return row.Kind switch
        {
            TaskEvents.Failed => new Alert.Event(
                "task",
                AlertTexts.TaskFailed(Text(data, "task_id"), data.GetProperty("error").GetString() ?? "-", time),
                TaskWindow
            ),
            SessionMessages.Signal => Trade(
                session,
                AlertTexts.Signal(session, Text(data, "symbol"), Text(data, "strategy_name"), Number(data, "price"), time)
            ),
            SessionMessages.PositionOpened => Trade(
                session,
                AlertTexts.Bought(
                    session,
                    Text(data, "symbol"),
                    Text(data, "strategy_name"),
                    Number(data, "entry_price"),
                    Number(data, "quantity"),
                    time
                )
            ),
            SessionMessages.PositionClosed => Trade(
                session,
                AlertTexts.Sold(
                    session,
                    Text(data, "symbol"),
                    Text(data, "strategy_name"),
                    Number(data, "exit_price"),
                    Number(data, "realized_pnl"),
                    Number(data, "realized_pnl_pct"),
                    Text(data, "exit_reason"),
                    time
                )
            ),
            SessionMessages.Connection when data.GetProperty("is_connected").GetBoolean() => new Alert.Recovery(
                Connection,
                AlertTexts.Connected(session, time)
            ),
            SessionMessages.Connection when data.GetProperty("reason").GetString() is { } reason => new Alert.Problem(
                Connection,
                AlertTexts.Disconnected(session, reason, time)
            ),
            // A session that only waits while another session opens the shared connection reports no reason: no alert.
            SessionMessages.Connection => null,
            SessionMessages.Verified when !data.GetProperty("is_clean").GetBoolean() => new Alert.Event(
                $"session:{session}:verified",
                AlertTexts.DiffersFromReplay(
                    session,
                    data.GetProperty("counts").EnumerateObject().Sum(count => count.Value.GetInt32()),
                    time
                ),
                AlertGroup.ReminderInterval
            ),
            _ => null,
        };
    }

    private static Alert.Event Trade(string session, AlertMessage message) => new($"session:{session}:trades", message, TradeWindow);

    private static string Text(JsonElement data, string name) => data.GetProperty(name).GetString()!;

    private static double Number(JsonElement data, string name) => data.GetProperty(name).GetDouble();
}
