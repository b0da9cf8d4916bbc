using Bokgi.Host.Tasks.Store;
using Bokgi.Markets;

namespace Bokgi.Host.Tasks.Documents;

/// <summary>A process that works on tasks.</summary>
/// <param name="Name">Its name, which no other process has.</param>
/// <param name="Kind"><c>server</c> or <c>worker</c>.</param>
/// <param name="Host">The machine.</param>
/// <param name="ProcessId">The process there.</param>
/// <param name="Concurrency">Steps that it does at a time.</param>
/// <param name="Queues">Queues that it takes from.</param>
/// <param name="Running">Steps that it was at, at its last heartbeat.</param>
/// <param name="IsAlive">Whether its heartbeats come.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="LastHeartbeat">When it was heard last.</param>
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
