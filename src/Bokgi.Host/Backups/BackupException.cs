namespace Bokgi.Host.Backups;

/// <summary>A backup cannot be made, verified or restored.</summary>
internal sealed class BackupException(string message, Exception? inner = null) : ServiceFailureException(message, inner);
