namespace Bokgi.Host.Tasks;

/// <summary>
/// How much task work a process (<c>server</c> or <c>worker</c>) does: steps at a time, at least 1 and one more that fetches candles;
/// queues in order of priority; interval of its own heartbeats.
/// </summary>
internal sealed record WorkerOptions(string Kind, int Concurrency, IReadOnlyList<string> Queues, TimeSpan Heartbeat);
