namespace Bokgi.Host.PaperTrading.Store;

/// <summary>A session that this process steps, and the number by which its writing is known.</summary>
internal sealed record SessionClaim(long Number, string SessionId, int Fence);
