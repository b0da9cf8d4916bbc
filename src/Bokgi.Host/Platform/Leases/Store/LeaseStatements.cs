using Microsoft.EntityFrameworkCore.Query;

namespace Bokgi.Host.Platform.Leases.Store;

/// <summary>
/// The parts of SQL statements that claim, renew and check leases. Each table adds its own condition for which rows can be owned. A write
/// by an owner checks the lease in the same statement, so that it changes nothing if that process no longer owns the row.
/// </summary>
internal static class LeaseStatements
{
    /// <summary>Filters to the lease's row; to nothing if the row got a new owner after the lease was read.</summary>
    public static IQueryable<T> WhereOwnedUnder<T>(this IQueryable<T> rows, Lease lease)
        where T : LeasedRow => rows.Where(row => row.Number == lease.Number && row.Fence == lease.Fence);

    /// <summary>
    /// Filters to the lease's row; to nothing if its owner changed or sent a heartbeat after the lease was read. Another process may claim
    /// the row that remains.
    /// </summary>
    public static IQueryable<T> WhereSilentSince<T>(this IQueryable<T> rows, Lease lease)
        where T : LeasedRow => rows.WhereOwnedUnder(lease).Where(row => row.Beats == lease.Beats);

    /// <summary>Makes a process the owner, with a higher fence. From then on, writes of the previous owner change nothing.</summary>
    public static UpdateSettersBuilder<T> Claim<T>(this UpdateSettersBuilder<T> set, string owner)
        where T : LeasedRow => set.SetProperty(row => row.Owner, owner).SetProperty(row => row.Fence, row => row.Fence + 1);

    /// <summary>Counts a heartbeat of the owner.</summary>
    public static UpdateSettersBuilder<T> CountHeartbeat<T>(this UpdateSettersBuilder<T> set)
        where T : LeasedRow => set.SetProperty(row => row.Beats, row => row.Beats + 1);
}
