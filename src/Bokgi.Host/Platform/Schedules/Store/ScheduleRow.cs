using Bokgi.Host.Platform.Leases.Store;

namespace Bokgi.Host.Platform.Schedules.Store;

/// <summary>A scheduled job: which server runs it, and which of its scheduled runs have ended. Times are microseconds UTC.</summary>
internal sealed class ScheduleRow : LeasedRow
{
    public required string Name { get; init; }

    /// <summary>All runs that were scheduled for this time or earlier have ended and are not started again.</summary>
    public required long DoneUtc { get; init; }
    public long? StartedUtc { get; init; }

    /// <summary>When the last run ended; null if none has ended yet.</summary>
    public long? EndedUtc { get; init; }

    /// <summary>Whether the last run failed; the log says why.</summary>
    public bool HasFailed { get; init; }
}
