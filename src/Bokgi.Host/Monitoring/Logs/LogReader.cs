using Bokgi.Host.Platform.Logging;

namespace Bokgi.Host.Monitoring.Logs;

/// <summary>Reads the logs of all processes that write to this machine's log folder.</summary>
internal sealed class LogReader(LogFolder folder)
{
    // A search stops after reading this many lines even if its page is not full; the page then contains the time at which to continue.
    private const int MaximumLinesRead = 200_000;

    public LogPage Search(LogFilter filter)
    {
        var found = new List<LogLineDocument>();
        var linesRead = 0;
        string? lastTime = null;
        foreach (var line in ReadNewestFirst())
        {
            if (string.CompareOrdinal(line.Time, filter.FromUtc) < 0)
                return new LogPage(found, null);
            if (string.CompareOrdinal(line.Time, filter.BeforeUtc) >= 0)
                continue;
            if (linesRead == MaximumLinesRead || found.Count == filter.Limit)
                return new LogPage(found, lastTime);
            linesRead++;
            lastTime = line.Time;
            if (filter.Matches(line))
                found.Add(line);
        }

        return new LogPage(found, null);
    }

    /// <summary>The lines written at or after a time, newest first.</summary>
    public IEnumerable<LogLineDocument> ReadSince(string utc) =>
        ReadNewestFirst().TakeWhile(line => string.CompareOrdinal(line.Time, utc) >= 0);

    // Merges the files by time. Times are written in one format of fixed length, so they sort as text.
    private IEnumerable<LogLineDocument> ReadNewestFirst()
    {
        var files = folder.Files().Select(path => new LogFileReader(path).ReadNewestFirst().GetEnumerator()).ToList();
        try
        {
            var next = new PriorityQueue<IEnumerator<LogLineDocument>, string>(
                Comparer<string>.Create((left, right) => string.CompareOrdinal(right, left)) // the latest time first
            );
            foreach (var file in files.Where(file => file.MoveNext()))
                next.Enqueue(file, file.Current.Time);
            while (next.TryDequeue(out var file, out _))
            {
                yield return file.Current;
                if (file.MoveNext())
                    next.Enqueue(file, file.Current.Time);
            }
        }
        finally
        {
            foreach (var file in files)
                file.Dispose();
        }
    }
}
