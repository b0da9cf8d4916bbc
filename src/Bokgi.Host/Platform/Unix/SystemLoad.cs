namespace Bokgi.Host.Platform.Unix;

/// <summary>The load of the machine, as Linux reports it in /proc and in control groups; null on other systems.</summary>
internal static class SystemLoad
{
    private const string MemoryFile = "/proc/meminfo";
    private const string ProcessorFile = "/proc/stat";

    // The files with a container's memory limit and usage, of version 2 and of version 1 of control groups. Cached file contents do not count
    // as used memory, because the kernel can drop them.
    private static readonly (string Limit, string Used, string Statistics, string Cached)[] ContainerFiles =
    [
        ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current", "/sys/fs/cgroup/memory.stat", "inactive_file"),
        (
            "/sys/fs/cgroup/memory/memory.limit_in_bytes",
            "/sys/fs/cgroup/memory/memory.usage_in_bytes",
            "/sys/fs/cgroup/memory/memory.stat",
            "total_inactive_file"
        ),
    ];

    /// <summary>Memory in use and in total, bytes.</summary>
    public static (long Used, long Total)? ReadMemory()
    {
        if (!File.Exists(MemoryFile))
            return null;
        var fields = File.ReadLines(MemoryFile).ToDictionary(line => line.Split(':')[0], line => ParseNumber(line.Split(':')[1]) * 1_024);
        var (total, available) = (fields["MemTotal"], fields["MemAvailable"]);
        foreach (var (limitFile, usedFile, statisticsFile, cachedField) in ContainerFiles)
        {
            if (ReadNumber(limitFile) is { } limit && limit < total && ReadNumber(usedFile) is { } used)
                return (Math.Max(0, used - ReadCachedBytes(statisticsFile, cachedField)), limit);
        }

        return (total - available, total);
    }

    /// <summary>Busy time and total time of all processors since the machine started, in ticks of the kernel.</summary>
    public static (long Busy, long Total)? ReadProcessorTime()
    {
        if (!File.Exists(ProcessorFile))
            return null;
        // user, nice, system, idle, iowait, irq, softirq, steal
        var ticks = File.ReadLines(ProcessorFile)
            .First()
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9]
            .Select(ParseNumber)
            .ToArray();
        var (total, idle, ioWait) = (ticks.Sum(), ticks[3], ticks[4]);
        return (total - idle - ioWait, total);
    }

    private static long ReadCachedBytes(string file, string field) =>
        File.Exists(file)
            ? File.ReadLines(file)
                .Where(line => line.StartsWith(field + " ", StringComparison.Ordinal))
                .Select(line => ParseNumber(line[field.Length..]))
                .FirstOrDefault()
            : 0;

    private static long? ReadNumber(string file) =>
        File.Exists(file) && long.TryParse(File.ReadAllText(file).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static long ParseNumber(string text) =>
        long.Parse(text.Replace("kB", string.Empty, StringComparison.Ordinal).Trim(), NumberStyles.None, CultureInfo.InvariantCulture);
}
