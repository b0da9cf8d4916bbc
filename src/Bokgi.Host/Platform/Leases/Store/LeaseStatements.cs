using Microsoft.EntityFrameworkCore.Query;

namespace Bokgi.Host.Platform.Leases.Store;

/// <summary>
/// The parts of the statements that claim, keep and check leases. Every table adds its own condition for a row that can be owned. A write
/// checks the lease in its own statement, so it either has its owner or changes nothing.
/// </summary>
internal static class LeaseStatements
{
    public static IQueryable<T> OwnedUnder<T>(this IQueryable<T> rows, Lease lease)
        where T : LeasedRow => rows.Where(row => row.Number == lease.Number && row.Fence == lease.Fence);

    /// <summary>If its owner is dead, the row can be taken from it.</summary>
    public static IQueryable<T> SilentSince<T>(this IQueryable<T> rows, Lease lease)
        where T : LeasedRow => rows.OwnedUnder(lease).Where(row => row.Beats == lease.Beats);

    /// <summary>Makes a process the owner; from then on writes of the owner before it are rejected.</summary>
    public static UpdateSettersBuilder<T> Claim<T>(this UpdateSettersBuilder<T> set, string owner)
        where T : LeasedRow => set.SetProperty(row => row.Owner, owner).SetProperty(row => row.Fence, row => row.Fence + 1);

    public static UpdateSettersBuilder<T> Beat<T>(this UpdateSettersBuilder<T> set)
        where T : LeasedRow => set.SetProperty(row => row.Beats, row => row.Beats + 1);
}
