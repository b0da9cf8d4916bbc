using System.ComponentModel;
using Bokgi.Host.Platform.Logging;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.Monitoring.Logs;

/// <summary>Which log lines to list.</summary>
internal sealed record LogQuery
{
    private const int DefaultLimit = 100;
    private const int MaximumLimit = 1_000;
    private const string EndOfTime = "9999"; // times are compared as text, and every time of a log line sorts before this

    [FromQuery(Name = "level"), Description("The least severe level"), DocumentedValues(typeof(LogFields), nameof(LogFields.Levels))]
    public string? Level { get; init; }

    [FromQuery(Name = "search"), Description("Text in the message or the exception; case does not matter")]
    public string? Search { get; init; }

    [FromQuery(Name = "context"), Description("Part of the name of what wrote the line, such as TaskMonitor")]
    public string? Context { get; init; }

    [FromQuery(Name = "process"), Description("Part of the name of the process: app for the server, or a worker's")]
    public string? Process { get; init; }

    [FromQuery(Name = "request_id"), Description("The request that it belongs to, as an error response has it in traceId, or a part of it")]
    public string? RequestId { get; init; }

    [FromQuery(Name = "task_id"), Description("The task that it belongs to")]
    public string? TaskId { get; init; }

    [FromQuery(Name = "session_id"), Description("The paper session that it belongs to")]
    public string? SessionId { get; init; }

    [FromQuery(Name = "start_date"), Description("First day or time; KST unless a zone is given")]
    public string? StartDate { get; init; }

    [FromQuery(Name = "end_date"), Description("Last day (inclusive) or end time; KST unless a zone is given")]
    public string? EndDate { get; init; }

    [FromQuery(Name = "before"), Description("Only lines before this time: next_before of the page before")]
    public string? Before { get; init; }

    [FromQuery(Name = "limit"), Description("Most lines"), IntegerRange(1, MaximumLimit, Default = DefaultLimit)]
    public string? Limit { get; init; }

    /// <exception cref="InvalidInputException">A value is invalid.</exception>
    public LogFilter Read()
    {
        var errors = new InputErrors();
        var range = DateRange.Read(("start_date", StartDate), ("end_date", EndDate), errors);
        var level = Level is null ? 0 : LogFields.IndexOf(Level);
        if (level < 0)
            errors.Add("level", $"level cannot be '{Problems.SanitizeForMessage(Level!)}'; give {string.Join(", ", LogFields.Levels)}");
        var before = ReadBefore(errors);
        var limit = WholeNumber.Read(Limit, "limit", 1, MaximumLimit, errors) ?? DefaultLimit;
        errors.ThrowIfAny();
        var end = range.EndUtc == TimeRange.All.EndUtc ? EndOfTime : FormatTime(range.EndUtc);
        return new LogFilter(
            limit,
            FromUtc: range.StartUtc == TimeRange.All.StartUtc ? string.Empty : FormatTime(range.StartUtc),
            BeforeUtc: before is not null && string.CompareOrdinal(before, end) < 0 ? before : end
        )
        {
            MinimumLevel = level,
            Text = Search,
            Context = Context,
            Process = Process,
            RequestId = RequestId,
            TaskId = TaskId,
            SessionId = SessionId,
        };
    }

    private static string FormatTime(long utc) => LogFields.FormatTime(UnixTime.ToDateTime(utc));

    private string? ReadBefore(InputErrors errors)
    {
        if (Before is null)
            return null;
        if (DateTimeOffset.TryParse(Before, CultureInfo.InvariantCulture, out var time))
            return LogFields.FormatTime(time.UtcDateTime);
        errors.Add("before", $"before cannot be '{Problems.SanitizeForMessage(Before)}'; give next_before of a page");
        return null;
    }
}
