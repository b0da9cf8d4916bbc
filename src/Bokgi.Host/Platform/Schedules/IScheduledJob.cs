namespace Bokgi.Host.Platform.Schedules;

/// <summary>Work that the servers begin by themselves at set times, once over all servers.</summary>
internal interface IScheduledJob
{
    /// <summary>A name in snake case, unique among the jobs.</summary>
    string Name { get; }

    bool IsEnabled { get; }

    /// <summary>The first time, UTC, after the given one at which it is due.</summary>
    DateTime NextAfter(DateTime utc);

    /// <summary>Does the work, or hands it to the queue.</summary>
    Task RunAsync(DateTime dueUtc, CancellationToken cancel);
}
