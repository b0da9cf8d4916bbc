namespace Bokgi.Host.PaperTrading.Store;

/// <summary>A session has another owner now, or has ended; nothing was changed.</summary>
internal sealed class SessionLeaseLostException(SessionClaim claim)
    : Exception($"the session {claim.SessionId} is no longer this process's");
