using Bokgi.Host.Platform.Schedules.Store;

namespace Bokgi.Host.Collection;

/// <summary>What the server starts by itself.</summary>
/// <param name="Collection">The daily collection of candles.</param>
/// <param name="Jobs">Every scheduled job that is switched on, by name.</param>
internal sealed record SchedulerDocument(CollectionDocument.ScheduleDocument Collection, IReadOnlyList<SchedulerDocument.JobDocument> Jobs)
{
    /// <summary>A scheduled job.</summary>
    internal sealed record JobDocument
    {
        /// <summary>Its name, such as <c>backup</c>.</summary>
        public required string Name { get; init; }

        /// <summary>When it is due next.</summary>
        public required string NextRun { get; init; }

        /// <summary>Whether a server runs it now.</summary>
        public required bool IsRunning { get; init; }

        /// <summary>When it last began; null before its first run.</summary>
        public string? LastStartedAt { get; init; }

        /// <summary>When a run last ended; null before the first has.</summary>
        public string? LastEndedAt { get; init; }

        /// <summary>Whether the last run failed; the log says why.</summary>
        public required bool HasFailed { get; init; }

        public static JobDocument Of(ScheduleRow row, DateTime nextUtc) =>
            new()
            {
                Name = row.Name,
                NextRun = UnixTime.Format(UnixTime.FromDateTime(nextUtc)),
                IsRunning = row.Owner is not null,
                LastStartedAt = row.StartedUtc is { } started ? UnixTime.Format(started) : null,
                LastEndedAt = row.EndedUtc is { } ended ? UnixTime.Format(ended) : null,
                HasFailed = row.HasFailed,
            };
    }
}
