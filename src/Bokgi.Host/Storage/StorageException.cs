namespace Bokgi.Host.Storage;

/// <summary>An object store failed.</summary>
internal sealed class StorageException(StorageErrorKind error, string message, Exception? inner = null)
    : ServiceFailureException(message, inner)
{
    public StorageErrorKind Trouble { get; } = error;
}
