using Bokgi.Host.Platform.Leases;

namespace Bokgi.Host.PaperTrading.Store;

internal sealed record SessionLease(long Number, string? Owner, int Fence, long Beats, string SessionId)
    : Lease(Number, Owner, Fence, Beats);
