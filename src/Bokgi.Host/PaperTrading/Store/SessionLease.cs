using Bokgi.Host.Platform.Leases;

namespace Bokgi.Host.PaperTrading.Store;

/// <summary>The lease on a session as it was when it was read, with the session's id.</summary>
internal sealed record SessionLease(long Number, string? Owner, int Fence, long Beats, string SessionId)
    : Lease(Number, Owner, Fence, Beats);
