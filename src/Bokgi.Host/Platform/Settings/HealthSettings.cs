namespace Bokgi.Host.Platform.Settings;

/// <summary>The thresholds at which a measurement of a health check becomes a warning, and at which it becomes critical.</summary>
internal sealed class HealthSettings(SettingReader reader)
{
    public Threshold DiskPercent { get; } = reader.Threshold("HEALTH_DISK_PERCENT", "85/95", "used space of a disk, in percent");

    public Threshold MemoryPercent { get; } = reader.Threshold("HEALTH_MEMORY_PERCENT", "85/95", "used memory of the machine, in percent");

    public Threshold CpuPercent { get; } =
        reader.Threshold(
            "HEALTH_CPU_PERCENT",
            "101",
            "load of the processors, in percent; never by default, because backtests use all of them"
        );

    public Threshold QueueSeconds { get; } =
        reader.Threshold("HEALTH_QUEUE_SECONDS", "60/300", "how long the oldest queued task has waited for a worker, in seconds");

    public Threshold FeedSeconds { get; } =
        reader.Threshold("HEALTH_FEED_SECONDS", "10/60", "how long the feed of a running paper session has been silent, in seconds");

    public Threshold ClockSeconds { get; } =
        reader.Threshold(
            "HEALTH_CLOCK_SECONDS",
            "2",
            "difference between the clocks of this machine and of PostgreSQL, Redis or the exchange, in seconds"
        );

    public Threshold WorkerSeconds { get; } =
        reader.Threshold("HEALTH_WORKER_SECONDS", "30", "how long ago the last heartbeat of a worker arrived, in seconds");
}
