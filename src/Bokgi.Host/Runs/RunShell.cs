using Bokgi.Host.Platform;
using Bokgi.Host.Runs.Sync;
using Bokgi.Host.Storage;

namespace Bokgi.Host.Runs;

/// <summary>Opens the stored runs for a command of the command line.</summary>
internal static class RunShell
{
    /// <exception cref="StateRootException">The state folder is not writable.</exception>
    /// <exception cref="DatabaseUnavailableException">The database is unavailable.</exception>
    public static ServiceProvider OpenRuns(this Shell shell)
    {
        var services = new ServiceCollection();
        services.AddPlatform(shell.Settings, shell.Clock);
        services.AddStorage(shell.Settings);
        services.AddRuns(shell.Settings);
        var provider = services.BuildServiceProvider();
        provider.GetRequiredService<BokgiDatabase>().Migrate();
        return provider;
    }

    /// <summary>Opens the stored runs; null, with a message that nothing is stored, if the state folder is read-only.</summary>
    public static ServiceProvider? TryOpenRuns(this Shell shell)
    {
        try
        {
            return shell.OpenRuns();
        }
        catch (StateRootException)
        {
            shell.Warn(
                Shell.Localize(
                    "실행 결과를 저장하지 않습니다. STATE_ROOT에 쓸 수 있는 폴더를 지정하십시오",
                    "the run is not stored: set STATE_ROOT to a writable folder"
                )
            );
            return null;
        }
    }

    /// <summary>Uploads the files that a command stored; if the object store is unavailable, warns that they are uploaded later.</summary>
    public static async Task UploadAsync(this IServiceProvider runs, Shell shell)
    {
        try
        {
            if (runs.GetService<ArtifactSync>() is { } sync)
                await sync.SyncAsync(shell.Cancel);
        }
        catch (Exception error) when (error is StorageException or IOException or UnauthorizedAccessException || error.IsDatabaseDown())
        {
            shell.Warn(
                $"{error.Message}; {Shell.Localize("결과 파일은 STATE_ROOT에 남아 있다가 나중에 업로드됩니다", "the files stay in STATE_ROOT and are uploaded later")}"
            );
        }
    }
}
