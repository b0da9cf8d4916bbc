namespace Bokgi.MarketData.Locking;

/// <summary>Another process held a lock for longer than the caller waits.</summary>
public sealed class LockHeldException(string message) : IOException(message);
