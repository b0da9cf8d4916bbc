using Bokgi.Host.Platform.Jobs;
using Bokgi.Host.Storage;

namespace Bokgi.Host;

/// <summary>
/// Prepares the database, the job storage and the object store for a long-running process. If one of them is temporarily unavailable, the
/// process starts anyway, and retries while it runs.
/// </summary>
internal static class ServiceStartup
{
    public static async Task PrepareAsync(IServiceProvider services, Shell shell)
    {
        try
        {
            services.GetRequiredService<BokgiDatabase>().Migrate();
            JobStorages.Prepare(shell.Settings);
        }
        catch (DatabaseUnavailableException outage) when (outage.IsTransient)
        {
            shell.Warn($"{outage.Message}; this process waits for it");
        }

        try
        {
            if (services.GetService<IObjectStore>() is { } objects)
                await ObjectStores.CheckAsync(objects, shell.Cancel);
        }
        catch (StorageException outage) when (outage.Kind == StorageErrorKind.Unavailable)
        {
            shell.Warn($"{outage.Message}; until it is available again, the files of runs stay in STATE_ROOT");
        }
    }
}
