namespace Bokgi.Host.Tasks;

/// <summary>Which steps of tasks a process does, and how many at a time.</summary>
/// <param name="Kind"><c>server</c> or <c>worker</c>.</param>
/// <param name="Concurrency">Number of steps at a time, at least 1. Steps of candle collection have an additional thread.</param>
/// <param name="Queues">The queues from which the process takes work.</param>
/// <param name="HeartbeatInterval">Time between the heartbeats of the process; heartbeats of its steps are more frequent.</param>
internal sealed record WorkerOptions(string Kind, int Concurrency, IReadOnlyList<string> Queues, TimeSpan HeartbeatInterval);
