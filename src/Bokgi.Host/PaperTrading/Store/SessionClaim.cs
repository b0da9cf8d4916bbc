namespace Bokgi.Host.PaperTrading.Store;

/// <summary>A session that this process owns, and the fencing number that identifies its writes.</summary>
internal sealed record SessionClaim(long Number, string SessionId, int Fence);
