namespace Bokgi.Host.Storage;

internal sealed class StorageException(StorageErrorKind kind, string message, Exception? inner = null)
    : ServiceFailureException(message, inner)
{
    public StorageErrorKind Kind { get; } = kind;
}
