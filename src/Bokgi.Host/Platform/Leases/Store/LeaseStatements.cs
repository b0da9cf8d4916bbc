using Microsoft.EntityFrameworkCore.Query;

namespace Bokgi.Host.Platform.Leases.Store;

/// <summary>
/// The parts of statements that claim, renew and check leases. Each table adds its own condition for which rows can be owned. A write
/// checks the lease in the same statement, so that it changes nothing if its process no longer owns the row.
/// </summary>
internal static class LeaseStatements
{
    /// <summary>The row, if it has had no new owner since the lease was read.</summary>
    public static IQueryable<T> WhereOwnedUnder<T>(this IQueryable<T> rows, Lease lease)
        where T : LeasedRow => rows.Where(row => row.Number == lease.Number && row.Fence == lease.Fence);

    /// <summary>The row, if its owner has sent no heartbeat since the lease was read; another process can then claim it.</summary>
    public static IQueryable<T> WhereSilentSince<T>(this IQueryable<T> rows, Lease lease)
        where T : LeasedRow => rows.WhereOwnedUnder(lease).Where(row => row.Beats == lease.Beats);

    /// <summary>Makes a process the owner; from then on writes of the previous owner are rejected.</summary>
    public static UpdateSettersBuilder<T> Claim<T>(this UpdateSettersBuilder<T> set, string owner)
        where T : LeasedRow => set.SetProperty(row => row.Owner, owner).SetProperty(row => row.Fence, row => row.Fence + 1);

    /// <summary>Counts a heartbeat of the owner.</summary>
    public static UpdateSettersBuilder<T> Beat<T>(this UpdateSettersBuilder<T> set)
        where T : LeasedRow => set.SetProperty(row => row.Beats, row => row.Beats + 1);
}
