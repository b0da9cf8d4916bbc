using Bokgi.Host.Platform.Errors;

namespace Bokgi.Host.Storage;

/// <summary>A store of objects could not do what it was asked.</summary>
internal sealed class StorageException(StorageErrorKind trouble, string message, Exception? inner = null)
    : ServiceFailureException(message, inner)
{
    public StorageErrorKind Trouble { get; } = trouble;
}
