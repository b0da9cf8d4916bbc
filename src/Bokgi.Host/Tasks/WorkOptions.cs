namespace Bokgi.Host.Tasks;

/// <summary>How much a process works on tasks.</summary>
/// <param name="Kind">What it is: <c>server</c> or <c>worker</c>.</param>
/// <param name="Concurrency">Steps at a time, at least 1; candles are fetched by one more.</param>
/// <param name="Queues">The queues it takes from, the first one first.</param>
/// <param name="Heartbeat">From one word that it lives to the next; its steps beat by themselves.</param>
internal sealed record WorkOptions(string Kind, int Concurrency, IReadOnlyList<string> Queues, TimeSpan Heartbeat);
