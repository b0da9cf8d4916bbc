using Bokgi.Host.Platform.Leases;
using Bokgi.Host.Platform.Leases.Store;
using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.Platform.Schedules.Store;

/// <summary>The rows of scheduled jobs, through which all servers on one database agree on which server runs a job.</summary>
internal sealed class ScheduleStore(BokgiDatabase database, TimeProvider clock)
{
    /// <summary>Reads the rows of the jobs with the given names; adds missing rows. A new job first runs at its next scheduled time.</summary>
    public async Task<IReadOnlyList<ScheduleRow>> GetOrAddAsync(IReadOnlyCollection<string> names)
    {
        var rows = await FindAsync(names);
        if (rows.Count == names.Count)
            return rows;
        await using (var context = await database.OpenForWritingAsync(CancellationToken.None))
        {
            var missing = names.Except(rows.Select(row => row.Name));
            context.AddRange(missing.Select(name => new ScheduleRow { Name = name, DoneUtc = clock.NowUtc() }));
            try
            {
                await context.SaveChangesAsync();
            }
            catch (DbUpdateException)
            {
                if ((await FindAsync(names)).Count < names.Count)
                    throw; // otherwise another server has added them meanwhile
            }
        }

        return await FindAsync(names);
    }

    /// <summary>Makes a process the owner of a job that has no owner, or whose owner has sent no heartbeat since the lease was read.</summary>
    /// <returns>The new lease; null if another process has claimed the job, or its owner has sent a heartbeat.</returns>
    public async Task<Lease?> TryClaimAsync(Lease lastReadLease, string owner)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        var isClaimed =
            await context
                .Set<ScheduleRow>()
                .WhereSilentSince(lastReadLease)
                .ExecuteUpdateAsync(set => set.Claim(owner).SetProperty(row => row.StartedUtc, clock.NowUtc())) > 0;
        return isClaimed ? lastReadLease with { Owner = owner, Fence = lastReadLease.Fence + 1 } : null;
    }

    /// <summary>Records a heartbeat of the owner.</summary>
    /// <returns>False if the lease is lost.</returns>
    public async Task<bool> RecordHeartbeatAsync(Lease lease)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        return await context.Set<ScheduleRow>().WhereOwnedUnder(lease).ExecuteUpdateAsync(set => set.CountHeartbeat()) > 0;
    }

    /// <summary>Records the end of a run and releases the job.</summary>
    public async Task EndAsync(Lease lease, long doneUtc, bool hasFailed)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        await context
            .Set<ScheduleRow>()
            .WhereOwnedUnder(lease)
            .ExecuteUpdateAsync(set =>
                set.SetProperty(row => row.DoneUtc, doneUtc)
                    .SetProperty(row => row.EndedUtc, clock.NowUtc())
                    .SetProperty(row => row.HasFailed, hasFailed)
                    .SetProperty(row => row.Owner, (string?)null)
            );
    }

    /// <summary>Releases a job whose run was interrupted, so that any server starts the run again.</summary>
    public async Task ReleaseAsync(Lease lease)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        await context.Set<ScheduleRow>().WhereOwnedUnder(lease).ExecuteUpdateAsync(set => set.SetProperty(row => row.Owner, (string?)null));
    }

    private async Task<IReadOnlyList<ScheduleRow>> FindAsync(IReadOnlyCollection<string> names)
    {
        await using var context = database.Open();
        return await context
            .Set<ScheduleRow>()
            .AsNoTracking()
            .Where(row => names.Contains(row.Name))
            .OrderBy(row => row.Name)
            .ToListAsync();
    }
}
