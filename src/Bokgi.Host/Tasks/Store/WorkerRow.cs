namespace Bokgi.Host.Tasks.Store;

/// <summary>A process that does steps of tasks.</summary>
internal sealed class WorkerRow
{
    public required string Name { get; init; }
    public required string Host { get; init; }
    public required int ProcessId { get; init; }

    /// <summary><c>server</c> or <c>worker</c>.</summary>
    public required string Kind { get; init; }
    public required int Concurrency { get; init; }

    /// <summary>The queues it takes work from, separated by commas.</summary>
    public required string Queues { get; init; }

    /// <summary>Number of steps it was doing at its last heartbeat.</summary>
    public required int Running { get; init; }
    public required int HeartbeatSeconds { get; init; }
    public required long StartedUtc { get; init; }
    public required long HeartbeatUtc { get; init; }
}
