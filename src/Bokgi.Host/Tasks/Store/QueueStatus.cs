namespace Bokgi.Host.Tasks.Store;

/// <summary>The work that waits for a worker.</summary>
/// <param name="WaitingSteps">The number of queued steps, by queue.</param>
/// <param name="OldestTaskUtc">When the oldest task that has not started was queued; null if there is none.</param>
internal sealed record QueueStatus(IReadOnlyDictionary<string, int> WaitingSteps, long? OldestTaskUtc);
