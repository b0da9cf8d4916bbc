namespace Bokgi.Host.Storage;

/// <summary>A store of objects could not do what it was asked. The message is one sentence for a person, with the remedy, and holds no secret.</summary>
internal sealed class StorageException(StorageTrouble trouble, string message, Exception? inner = null) : Exception(message, inner)
{
    public StorageTrouble Trouble { get; } = trouble;
}
