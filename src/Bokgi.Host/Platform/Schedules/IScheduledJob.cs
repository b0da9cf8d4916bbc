namespace Bokgi.Host.Platform.Schedules;

/// <summary>
/// Work that servers start by themselves at set times. If several servers share a database, only one of them does the work each time.
/// </summary>
internal interface IScheduledJob
{
    /// <summary>A name in snake case, unique among the jobs.</summary>
    string Name { get; }

    bool IsEnabled { get; }

    /// <summary>The first time after the given time at which the job is due, UTC.</summary>
    DateTime NextAfter(DateTime utc);

    /// <summary>Does the work, or hands it to the queue.</summary>
    Task RunAsync(DateTime dueUtc, CancellationToken cancel);
}
