using Bokgi.Host.Backtests.Store;
using Bokgi.Host.Platform.CommandLine;
using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Jobs;

namespace Bokgi.Host;

/// <summary>Brings database and queues up to date before a long-lived process begins. One that is away only is waited for while the process runs already.</summary>
internal static class DatabaseOpening
{
    /// <exception cref="DatabaseUnavailableException">It cannot be used, and waiting will not help.</exception>
    public static void Open(IServiceProvider services, Shell shell)
    {
        try
        {
            services.GetRequiredService<BokgiDatabase>().Migrate();
            services.GetRequiredService<RunStore>().Sweep();
            JobStorages.Prepare(shell.Settings);
        }
        catch (DatabaseUnavailableException away) when (away.MayPass)
        {
            shell.Warn($"{away.Message}; it is waited for");
        }
    }
}
