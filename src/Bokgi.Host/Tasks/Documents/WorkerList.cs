namespace Bokgi.Host.Tasks.Documents;

/// <summary>The processes that work on tasks.</summary>
/// <param name="Workers">Those that were heard last first.</param>
/// <param name="Count">How many there are.</param>
internal sealed record WorkerList(IReadOnlyList<WorkerDocument> Workers, int Count);
