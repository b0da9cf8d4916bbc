using Bokgi.Host.Platform.Leases;

namespace Bokgi.Host.PaperTrading.Store;

/// <summary>The lease on a session that has not ended.</summary>
internal sealed record SessionLease(long Number, string? Owner, int Fence, long Beats, string SessionId)
    : Lease(Number, Owner, Fence, Beats);
