namespace Bokgi.Host.Platform.Leases;

/// <summary>
/// A lease on a database row, as it was last read. One process owns the row until the process releases the row or stops sending heartbeats. A
/// lease contains no times, so the clocks of different machines need not agree.
/// </summary>
/// <param name="Number">The number of the row.</param>
/// <param name="Owner">
/// The process that claimed the row, even if that process has died since; null if the row has been released or was never claimed.
/// </param>
/// <param name="Fence">Increases with every new owner; writes with an older fence are rejected.</param>
/// <param name="Beats">Increases with every heartbeat of the owner.</param>
internal record Lease(long Number, string? Owner, int Fence, long Beats)
{
    /// <summary>Identifies the period during which one owner holds the row.</summary>
    public (long Number, int Fence) Term => (Number, Fence);
}
