using Bokgi.Host.Backtests.Store;
using Bokgi.Host.Platform.CommandLine;
using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Settings;
using Bokgi.Host.Storage;

namespace Bokgi.Host.Backtests;

/// <summary>Opens the store of runs for a command.</summary>
internal static class StoreOpening
{
    /// <exception cref="StateRootException">The state folder cannot be written.</exception>
    /// <exception cref="DatabaseUnavailableException">The database cannot be used.</exception>
    public static RunStore Open(Shell shell)
    {
        var database = new BokgiDatabase(shell.Settings);
        database.Migrate();
        return new RunStore(database, shell.Settings, shell.Clock, ObjectStores.TryOpenS3(shell.Settings));
    }

    /// <summary>The store, or null when the state folder may only be read: that is legal, then nothing is kept, which is said.</summary>
    public static RunStore? TryOpen(Shell shell)
    {
        try
        {
            return Open(shell);
        }
        catch (StateRootException)
        {
            shell.Warn(
                Shell.Say(
                    "실행 결과를 저장하지 않습니다. STATE_ROOT에 쓸 수 있는 폴더를 지정하십시오",
                    "the run is not kept: set STATE_ROOT to a folder that can be written"
                )
            );
            return null;
        }
    }

    /// <summary>Carries what a command leaves for the object store, when there is one. One that is away is told of; nothing is lost.</summary>
    public static void Carry(RunStore? store, Shell shell)
    {
        try
        {
            store?.Carrier?.SyncAsync(shell.Cancel).GetAwaiter().GetResult();
        }
        catch (Exception trouble)
            when (trouble is StorageException or IOException or UnauthorizedAccessException || trouble.IsDatabaseDown())
        {
            shell.Warn(
                $"{trouble.Message}; {Shell.Say("결과 파일은 STATE_ROOT에 남아 있다가 나중에 옮겨집니다", "the files stay in STATE_ROOT and follow later")}"
            );
        }
    }
}
