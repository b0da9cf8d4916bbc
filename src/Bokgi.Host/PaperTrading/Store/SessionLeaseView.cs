namespace Bokgi.Host.PaperTrading.Store;

/// <summary>A session that has not ended, as it was at a poll.</summary>
internal sealed record SessionLeaseView(long Number, string SessionId, string? Owner, int Fence, long Beats);
