using Bokgi.Host.Platform.Logging;

namespace Bokgi.Host.Monitoring.Logs;

/// <summary>Which log lines to find. Times are in the text format of log lines.</summary>
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
        && IsIn(Text, $"{line.Message}\n{line.Exception}")
        && IsIn(Context, line.Context)
        && IsIn(Process, line.Process)
        && IsIn(RequestId, line.RequestId)
        && Is(TaskId, line.TaskId)
        && Is(SessionId, line.SessionId);

    private static int LevelOf(LogLineDocument line) => LogFields.IndexOf(line.Level);

    private static bool IsIn(string? part, string? text) =>
        part is null || text?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;

    private static bool Is(string? wanted, string? value) => wanted is null || wanted == value;
}
