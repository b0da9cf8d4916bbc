namespace Bokgi.MarketData.Locking;

/// <summary>Another process held a lock for longer than the caller was willing to wait.</summary>
public sealed class LockHeldException(string message) : IOException(message);
