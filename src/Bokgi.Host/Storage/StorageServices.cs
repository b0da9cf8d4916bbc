using Bokgi.Host.Platform.Settings;
using Bokgi.Host.Storage.S3;

namespace Bokgi.Host.Storage;

/// <summary>Registers the object store.</summary>
internal static class StorageServices
{
    /// <summary>Adds the bucket, if one is configured.</summary>
    public static void AddStorage(this IServiceCollection services, HostSettings settings)
    {
        if (settings.S3 is { } bucket)
            services.AddSingleton<IObjectStore>(_ => new S3Store(bucket));
    }
}
