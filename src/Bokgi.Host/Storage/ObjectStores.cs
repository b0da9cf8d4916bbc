using Bokgi.Host.Storage.Local;
using Bokgi.Host.Storage.S3;

namespace Bokgi.Host.Storage;

/// <summary>Opens the stores that are configured in the settings. Opening one sends no request.</summary>
internal static class ObjectStores
{
    public static void AddStorage(this IServiceCollection services, HostSettings settings)
    {
        if (settings.S3 is not null)
            services.AddSingleton(_ => TryOpenS3(settings)!);
    }

    /// <summary>The store for results: the bucket if one is configured, otherwise the folder.</summary>
    public static IObjectStore Open(HostSettings settings) => TryOpenS3(settings) ?? OpenLocal(settings);

    public static IObjectStore OpenLocal(HostSettings settings) => new LocalStore(ResultsFolder.PathIn(settings));

    /// <summary>Checks that a store answers, by looking up an object that need not exist.</summary>
    public static Task CheckAsync(IObjectStore store, CancellationToken cancel) => store.FindAsync("backtests/manifest.json", cancel);

    /// <summary>The bucket; null if AWS_BUCKET_NAME is not set.</summary>
    public static IObjectStore? TryOpenS3(HostSettings settings) => settings.S3 is { } bucket ? new S3Store(bucket) : null;
}
