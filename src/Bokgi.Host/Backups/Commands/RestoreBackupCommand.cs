using System.CommandLine;
using Bokgi.Host.Tasks.Store;

namespace Bokgi.Host.Backups.Commands;

/// <summary>
/// <c>bokgi backup restore</c>: asks for confirmation, saves the present state as a new backup, and replaces it with that of the chosen backup.
/// </summary>
internal static class RestoreBackupCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A backup as 'backup stats' names it, or its path" };
        var yes = new Option<bool>("--yes") { Description = "Do not ask for confirmation" };
        var withoutSaving = new Option<bool>("--without-saving") { Description = "Give up the present state instead of saving it first" };
        return new Command("restore", "Replaces the present state with a backup's, after saving the present one.")
        {
            file,
            yes,
            withoutSaving,
        }
            .WithExamples("backup restore sqlite/backup_20261130_000000.db.gz", "backup restore results_20261130_000000.tar.gz --yes")
            .RunsAsync((result, shell) => RunAsync(result.GetValue(file)!, result.GetValue(yes), !result.GetValue(withoutSaving), shell));
    }

    private static async Task<int> RunAsync(string file, bool isConfirmed, bool savesFirst, Shell shell)
    {
        await using var services = shell.OpenBackups();
        var backups = services.GetRequiredService<BackupService>();
        var backup = backups.Find(file);
        var workers = new WorkerStore(services.GetRequiredService<BokgiDatabase>(), shell.Clock);
        var areProcessesRunning = await WarnOfRunningProcessesAsync(workers, shell);
        var consequence =
            $"the present {WireNames.Of(backup.Source.Kind)} will be replaced by {backup.File}"
            + (savesFirst ? ", after it was saved" : ", and is NOT saved");
        if (!isConfirmed && !shell.Confirm(consequence))
            return ExitCode.Refused;
        var differences = await backups.RestoreAsync(
            backup,
            savesFirst,
            saved => shell.Out.WriteLine(Shell.Localize($"현재 상태를 {saved}에 저장했습니다", $"the present state was saved as {saved}")),
            shell.Cancel
        );
        // The restored rows name the workers that ran when the backup was made. The health check would report that these have died.
        if (backup.Source.Kind == BackupKind.Database)
            await workers.RemoveAllAsync();
        if (differences is not null && !areProcessesRunning)
            throw new BackupException($"{backup.File} was restored, but is not as it was saved: {differences}");
        shell.Out.WriteLine(Shell.Localize($"{backup.File} 복원 완료", $"{backup.File} was restored"));
        if (differences is not null)
            shell.Warn($"the running processes have written since: {differences}");
        return ExitCode.Success;
    }

    // Returns whether a server or worker that uses the database is running.
    private static async Task<bool> WarnOfRunningProcessesAsync(WorkerStore workers, Shell shell)
    {
        try
        {
            var alive = (await workers.ListAsync(shell.Cancel)).Where(workers.IsAlive).Select(worker => worker.Name).ToList();
            if (alive.Count > 0)
                shell.Warn($"these processes are running and may write while it is restored; stop them first: {string.Join(", ", alive)}");
            return alive.Count > 0;
        }
        catch (Exception failure) when (failure is System.Data.Common.DbException || failure.IsDatabaseDown())
        {
            return false; // there is no database that a process could write to
        }
    }
}
