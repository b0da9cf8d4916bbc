using Bokgi.Host.Platform.Logging;

namespace Bokgi.Host.Monitoring.Logs;

/// <summary>
/// Which log lines to find: those written at or after FromUtc and before BeforeUtc, both in the text format of log lines. A property that is
/// null excludes no line.
/// </summary>
internal sealed record LogFilter(int Limit, string FromUtc, string BeforeUtc)
{
    /// <summary>Index in <see cref="LogFields.Levels"/>.</summary>
    public int MinimumLevel { get; init; }
    public string? Text { get; init; }
    public string? Context { get; init; }
    public string? Process { get; init; }
    public string? RequestId { get; init; }
    public string? TaskId { get; init; }
    public string? SessionId { get; init; }

    public bool Matches(LogLineDocument line) =>
        LevelOf(line) >= MinimumLevel
        && ContainsWanted(Text, $"{line.Message}\n{line.Exception}")
        && ContainsWanted(Context, line.Context)
        && ContainsWanted(Process, line.Process)
        && ContainsWanted(RequestId, line.RequestId)
        && EqualsWanted(TaskId, line.TaskId)
        && EqualsWanted(SessionId, line.SessionId);

    private static int LevelOf(LogLineDocument line) => LogFields.IndexOf(line.Level);

    private static bool ContainsWanted(string? wanted, string? text) =>
        wanted is null || text?.Contains(wanted, StringComparison.OrdinalIgnoreCase) == true;

    private static bool EqualsWanted(string? wanted, string? value) => wanted is null || wanted == value;
}
