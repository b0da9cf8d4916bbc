namespace Bokgi.Host.Storage;

internal sealed class StorageException(StorageErrorKind error, string message, Exception? inner = null)
    : ServiceFailureException(message, inner)
{
    public StorageErrorKind Trouble { get; } = error;
}
