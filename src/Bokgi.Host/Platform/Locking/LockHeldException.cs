namespace Bokgi.Host.Platform.Locking;

/// <summary>Another process held a lock for longer than the caller waits.</summary>
internal sealed class LockHeldException(string message) : IOException(message);
