using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.Tasks.Store;

/// <summary>The processes that work on tasks, as reported by their own heartbeats.</summary>
internal sealed class WorkerStore(BokgiDatabase database, TimeProvider clock)
{
    /// <summary>The number of missed heartbeats after which a worker is considered dead.</summary>
    public const int MissedHeartbeats = 2;

    public async Task RecordHeartbeatAsync(WorkerRow row)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        var updated = await context
            .Set<WorkerRow>()
            .Where(worker => worker.Name == row.Name)
            .ExecuteUpdateAsync(set =>
                set.SetProperty(worker => worker.HeartbeatUtc, clock.NowUtc()).SetProperty(worker => worker.Running, row.Running)
            );
        if (updated > 0)
            return;
        context.Add(row);
        await context.SaveChangesAsync();
    }

    public async Task RemoveAsync(string name)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        await context.Set<WorkerRow>().Where(worker => worker.Name == name).ExecuteDeleteAsync();
    }

    /// <summary>Deletes all workers; those that are alive add themselves again with their next heartbeat.</summary>
    public async Task RemoveAllAsync()
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        await context.Set<WorkerRow>().ExecuteDeleteAsync();
    }

    /// <summary>All workers, the most recent heartbeat first.</summary>
    public Task<IReadOnlyList<WorkerRow>> ListAsync(CancellationToken cancel = default) =>
        database.QueryAsync(
            $"""
            SELECT "Name", "Host", "ProcessId", "Kind", "Concurrency", "Queues", "Running", "HeartbeatSeconds", "StartedUtc", "HeartbeatUtc"
            FROM workers ORDER BY "HeartbeatUtc" DESC, "Name"
            """,
            row => new WorkerRow
            {
                Name = row.GetString(0),
                Host = row.GetString(1),
                ProcessId = row.GetInt32(2),
                Kind = row.GetString(3),
                Concurrency = row.GetInt32(4),
                Queues = row.GetString(5),
                Running = row.GetInt32(6),
                HeartbeatSeconds = row.GetInt32(7),
                StartedUtc = row.GetInt64(8),
                HeartbeatUtc = row.GetInt64(9),
            },
            cancel
        );

    public bool IsAlive(WorkerRow worker) =>
        worker.HeartbeatUtc > clock.NowUtc() - (MissedHeartbeats * worker.HeartbeatSeconds * UnixTime.MicrosecondsPerSecond);

    /// <summary>Deletes workers that have not sent a heartbeat for a day.</summary>
    public async Task PruneAsync()
    {
        var cutoffUtc = clock.NowUtc() - UnixTime.MicrosecondsPerDay;
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        await context.Set<WorkerRow>().Where(worker => worker.HeartbeatUtc < cutoffUtc).ExecuteDeleteAsync();
    }
}
