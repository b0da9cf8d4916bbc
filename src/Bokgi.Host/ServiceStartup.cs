using Bokgi.Host.Platform.Jobs;
using Bokgi.Host.Storage;

namespace Bokgi.Host;

/// <summary>
/// Prepares what a long-running process needs before it starts. The process starts even if a service is only temporarily unavailable, and
/// waits for it while running.
/// </summary>
internal static class ServiceStartup
{
    /// <exception cref="DatabaseUnavailableException">The database cannot be used, and waiting will not help.</exception>
    /// <exception cref="StorageException">The object store cannot be used, and waiting will not help.</exception>
    public static async Task OpenAsync(IServiceProvider services, Shell shell)
    {
        OpenDatabase(services, shell);
        if (services.GetService<IObjectStore>() is { } objects)
            await AskAsync(objects, shell);
    }

    private static void OpenDatabase(IServiceProvider services, Shell shell)
    {
        try
        {
            services.GetRequiredService<BokgiDatabase>().Migrate();
            JobStorages.Prepare(shell.Settings);
        }
        catch (DatabaseUnavailableException away) when (away.MayPass)
        {
            shell.Warn($"{away.Message}; it is waited for");
        }
    }

    private static async Task AskAsync(IObjectStore objects, Shell shell)
    {
        try
        {
            await ObjectStores.CheckAsync(objects, shell.Cancel);
        }
        catch (StorageException away) when (away.Trouble == StorageErrorKind.Unavailable)
        {
            shell.Warn($"{away.Message}; until it is back the files of runs stay in STATE_ROOT");
        }
    }
}
