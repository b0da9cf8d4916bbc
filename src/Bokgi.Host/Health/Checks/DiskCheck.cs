using Bokgi.Host.Platform.Health;

namespace Bokgi.Host.Health.Checks;

/// <summary>Checks the disks of DATA_ROOT (the candles) and STATE_ROOT (everything else); the finding is about the fuller one.</summary>
internal sealed class DiskCheck(HostSettings settings) : IHealthCheck
{
    public string Name => "disk";

    public bool IsLocal => true;

    public LocalizedText Failure { get; } = new("디스크를 읽을 수 없습니다", "a disk cannot be read");

    public Task<HealthFinding?> CheckAsync(CancellationToken cancel)
    {
        var disks = ((string Name, string Folder)[])[("DATA_ROOT", settings.DataRoot), ("STATE_ROOT", settings.StateRoot)];
        var (name, used, free) = disks.Select(disk => Measure(disk.Name, disk.Folder)).MaxBy(disk => disk.UsedPercent);
        var level = settings.Health.DiskPercent.LevelOf(used);
        var values = new Dictionary<string, double> { ["used_percent"] = used, ["free_bytes"] = free };
        var text =
            level == HealthLevel.Ok
                ? new LocalizedText("공간이 있습니다", "has room")
                : new LocalizedText(
                    string.Create(CultureInfo.InvariantCulture, $"{name}의 디스크가 {used:0.0}% 찼습니다. 공간을 확보하십시오"),
                    string.Create(CultureInfo.InvariantCulture, $"the disk of {name} is {used:0.0}% full; free up space")
                );
        return Task.FromResult<HealthFinding?>(new HealthFinding(level, text, values));
    }

    // Like df, does not count the space that is reserved for root as usable.
    private static (string Name, double UsedPercent, long FreeBytes) Measure(string name, string folder)
    {
        var path = Path.GetFullPath(folder);
        while (!Directory.Exists(path) && Path.GetDirectoryName(path) is { } parent)
            path = parent;
        var disk = new DriveInfo(path);
        var used = disk.TotalSize - disk.TotalFreeSpace;
        var usable = used + disk.AvailableFreeSpace;
        return (name, usable > 0 ? 100.0 * used / usable : 0, disk.AvailableFreeSpace);
    }
}
