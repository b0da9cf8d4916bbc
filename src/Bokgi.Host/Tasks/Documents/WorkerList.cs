namespace Bokgi.Host.Tasks.Documents;

/// <summary>The processes that work on tasks.</summary>
/// <param name="Workers">The workers, the most recent heartbeat first.</param>
/// <param name="Count">Number of workers.</param>
internal sealed record WorkerList(IReadOnlyList<WorkerDocument> Workers, int Count);
