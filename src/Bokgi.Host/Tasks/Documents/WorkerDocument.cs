using Bokgi.Host.Tasks.Store;

namespace Bokgi.Host.Tasks.Documents;

/// <summary>A process that works on tasks.</summary>
/// <param name="Name">Its unique name.</param>
/// <param name="Kind"><c>server</c> or <c>worker</c>.</param>
/// <param name="Host">The name of its machine.</param>
/// <param name="ProcessId">Its process id on that machine.</param>
/// <param name="Concurrency">Number of steps that it does at a time.</param>
/// <param name="Queues">The queues that it takes work from.</param>
/// <param name="Running">Number of steps it was doing at its last heartbeat.</param>
/// <param name="IsAlive">Whether its heartbeats are arriving.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="LastHeartbeat">When its last heartbeat arrived.</param>
internal sealed record WorkerDocument(
    string Name,
    string Kind,
    string Host,
    int ProcessId,
    int Concurrency,
    IReadOnlyList<string> Queues,
    int Running,
    bool IsAlive,
    string StartedAt,
    string LastHeartbeat
)
{
    public static WorkerDocument Of(WorkerRow row, bool isAlive) =>
        new(
            row.Name,
            row.Kind,
            row.Host,
            row.ProcessId,
            row.Concurrency,
            row.Queues.Split(','),
            row.Running,
            isAlive,
            UnixTime.Format(row.StartedUtc),
            UnixTime.Format(row.HeartbeatUtc)
        );
}
