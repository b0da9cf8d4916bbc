namespace Bokgi.Host.Tasks;

/// <summary>How much work on tasks a process does.</summary>
/// <param name="Kind"><c>server</c> or <c>worker</c>.</param>
/// <param name="Concurrency">Number of steps that it does at a time, at least 1; candle collection has one more thread of its own.</param>
/// <param name="Queues">The queues that it takes work from.</param>
/// <param name="HeartbeatInterval">Interval of the process's heartbeats; those of its steps are more frequent.</param>
internal sealed record WorkerOptions(string Kind, int Concurrency, IReadOnlyList<string> Queues, TimeSpan HeartbeatInterval);
