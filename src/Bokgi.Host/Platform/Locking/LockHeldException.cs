namespace Bokgi.Host.Platform.Locking;

/// <summary>Another process held a lock for longer than is waited for.</summary>
internal sealed class LockHeldException(string message) : IOException(message);
