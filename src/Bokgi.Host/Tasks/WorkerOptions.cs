namespace Bokgi.Host.Tasks;

/// <summary>How much task work a process does.</summary>
/// <param name="Kind"><c>server</c> or <c>worker</c>.</param>
/// <param name="Concurrency">Number of steps at a time, at least 1; fetching candles has one thread more.</param>
/// <param name="Queues">The queues it takes work from, in order of priority.</param>
/// <param name="Heartbeat">Interval of the process's heartbeats; its steps have their own.</param>
internal sealed record WorkerOptions(string Kind, int Concurrency, IReadOnlyList<string> Queues, TimeSpan Heartbeat);
