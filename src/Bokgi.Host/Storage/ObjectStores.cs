using Bokgi.Host.Platform.Settings;
using Bokgi.Host.Storage.Local;
using Bokgi.Host.Storage.S3;

namespace Bokgi.Host.Storage;

/// <summary>The stores that the settings name. None is asked anything before it is used.</summary>
internal static class ObjectStores
{
    /// <summary>The one that results go to: the bucket when there is one, else the folder.</summary>
    public static IObjectStore Open(HostSettings settings) => TryOpenS3(settings) ?? OpenLocal(settings);

    /// <summary>The folder of the results.</summary>
    public static IObjectStore OpenLocal(HostSettings settings) => new LocalStore(Path.Combine(settings.StateRoot, "results"));

    /// <summary>Asks a store for something that need not be there, to see whether it answers.</summary>
    /// <exception cref="StorageException">It does not answer, or refuses.</exception>
    public static Task AskAsync(IObjectStore store, CancellationToken cancel) => store.FindAsync("backtests/manifest.json", cancel);

    /// <summary>The bucket.</summary>
    /// <returns>Null when AWS_BUCKET_NAME is not set.</returns>
    public static IObjectStore? TryOpenS3(HostSettings settings) => settings.S3 is { } bucket ? new S3Store(bucket) : null;
}
