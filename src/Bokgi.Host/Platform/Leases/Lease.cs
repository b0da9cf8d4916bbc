namespace Bokgi.Host.Platform.Leases;

/// <summary>
/// A lease on a row, as it was read: one process owns the row until it releases it or stops sending heartbeats. A lease contains no times,
/// so clocks need not agree.
/// </summary>
/// <param name="Number">The number of the row.</param>
/// <param name="Owner">
/// The process that claimed the row, even if it has died since; null if the row has been released or never claimed.
/// </param>
/// <param name="Fence">Increases with every new owner; writes with an older fence are rejected.</param>
/// <param name="Beats">Increases with every heartbeat of the owner.</param>
internal record Lease(long Number, string? Owner, int Fence, long Beats)
{
    /// <summary>Identifies the period during which one owner holds the row.</summary>
    public (long Number, int Fence) Term => (Number, Fence);
}
