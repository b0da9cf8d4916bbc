using Bokgi.Host.Platform.Logging;

namespace Bokgi.Host.Monitoring.Logs;

/// <summary>What the logs of the last hours contain.</summary>
/// <param name="Since">The time from which lines are counted, UTC.</param>
/// <param name="Levels">The number of lines of each level.</param>
/// <param name="Hours">The same for each hour that has lines, newest first.</param>
/// <param name="Messages">The most frequent kinds of warnings and errors.</param>
/// <param name="Files">The log files with their sizes.</param>
/// <param name="Error">Why the server's log cannot be written at present; null if it can.</param>
internal sealed record LogSummary(
    string Since,
    IReadOnlyDictionary<string, int> Levels,
    IReadOnlyList<LogSummary.HourDocument> Hours,
    IReadOnlyList<LogSummary.MessageDocument> Messages,
    IReadOnlyList<LogSummary.FileDocument> Files,
    string? Error
)
{
    private const int MaximumMessages = 20;
    private const int HourPrefixLength = 13; // the first characters of a time, up to the hour: 2026-01-02T03

    /// <param name="Hour">Its beginning, UTC.</param>
    /// <param name="Levels">The number of lines of each level.</param>
    internal sealed record HourDocument(string Hour, IReadOnlyDictionary<string, int> Levels);

    /// <param name="Template">The text without its values.</param>
    /// <param name="Level">Its level.</param>
    /// <param name="Count">How often it was written.</param>
    /// <param name="LastTime">When it was last written, UTC.</param>
    /// <param name="LastMessage">What it said then.</param>
    internal sealed record MessageDocument(string Template, string Level, int Count, string LastTime, string LastMessage);

    /// <param name="Name">Its name.</param>
    /// <param name="SizeBytes">Its size.</param>
    internal sealed record FileDocument(string Name, long SizeBytes);

    public static LogSummary Of(IEnumerable<LogLineDocument> lines, string since, LogFolder folder, ProcessLog log)
    {
        var hours = new SortedDictionary<string, Dictionary<string, int>>(StringComparer.Ordinal);
        var messages = new Dictionary<(string Template, string Level), MessageDocument>();
        foreach (var line in lines)
        {
            var hour = line.Time[..HourPrefixLength] + ":00:00Z";
            if (!hours.TryGetValue(hour, out var counts))
            {
                counts = [];
                hours.Add(hour, counts);
            }

            counts[line.Level] = counts.GetValueOrDefault(line.Level) + 1;
            if (line.Level is not ("warning" or "error" or "critical"))
                continue;
            var kind = (line.Template, line.Level);
            // Lines come newest first, so the first line of each kind is the latest one; later iterations only count.
            messages[kind] = messages.TryGetValue(kind, out var entry)
                ? entry with
                {
                    Count = entry.Count + 1,
                }
                : new MessageDocument(line.Template, line.Level, 1, line.Time, line.Message);
        }

        return new LogSummary(
            since,
            LogFields.Levels.ToDictionary(level => level, level => hours.Values.Sum(counts => counts.GetValueOrDefault(level))),
            [.. hours.Reverse().Select(hour => new HourDocument(hour.Key, hour.Value))],
            [.. messages.Values.OrderByDescending(message => message.Count).Take(MaximumMessages)],
            [
                .. folder
                    .Files()
                    .Select(path => new FileInfo(path))
                    .Where(file => file.Exists) // it may have been deleted meanwhile
                    .OrderBy(file => file.Name)
                    .Select(file => new FileDocument(file.Name, file.Length)),
            ],
            log.Error
        );
    }
}
