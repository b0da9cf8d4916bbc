using System.CommandLine;
using Bokgi.Host.Runs.Store;
using Bokgi.Host.Runs.Sync;

namespace Bokgi.Host.Runs.Maintenance;

/// <summary><c>bokgi storage migrate</c>: moves the files of all runs into the object store, or back.</summary>
internal static class MigrateStorageCommand
{
    private const string Local = "local";
    private const string S3 = "s3";
    private const int MaximumListed = 20;

    public static Command Create()
    {
        var from = LocationOption("--from", "Where the files are: local or s3");
        var to = LocationOption("--to", "Where to move them: s3 or local");
        var command = new Command("migrate", "Moves the files of all runs between the local folder and S3, and verifies what it moved.")
        {
            from,
            to,
        };
        return command.RunsAsync((result, shell) => RunAsync(result.GetValue(from)!, result.GetValue(to)!, shell));
    }

    private static Option<string> LocationOption(string name, string description)
    {
        var option = new Option<string>(name)
        {
            Description = description,
            HelpName = $"{Local}|{S3}",
            Required = true,
        };
        option.AcceptOnlyFromAmong(Local, S3);
        return option;
    }

    private static async Task<int> RunAsync(string from, string to, Shell shell)
    {
        if (from == to)
            throw InvalidInputException.ForField("to", $"--to cannot be {to}, which is also --from; give {(to == S3 ? Local : S3)}");
        await using var services = shell.OpenRuns();
        if (services.GetService<StorageMigration>() is not { } migration)
            throw InvalidInputException.ForField("AWS_BUCKET_NAME", "there is no S3 to move files to or from; set AWS_BUCKET_NAME");
        var moves = new Dictionary<string, FolderMoveOutcome>();
        foreach (var folder in (await services.GetRequiredService<RunStore>().ListFilesAsync()).Select(run => run.Folder))
        {
            shell.Cancel.ThrowIfCancellationRequested();
            moves[folder] = await (
                to == S3 ? migration.MoveToStoreAsync(folder, shell.Cancel) : migration.MoveFromStoreAsync(folder, shell.Cancel)
            );
            shell.Out.WriteLine($"{folder}: {Describe(moves[folder])}");
        }

        return WriteSummary(moves, shell);
    }

    private static string Describe(FolderMoveOutcome move) =>
        move switch
        {
            FolderMoveOutcome.Moved => Shell.Localize("옮기고 확인함", "moved and verified"),
            FolderMoveOutcome.AlreadyThere => Shell.Localize("이미 있음, 확인함", "already there, verified"),
            FolderMoveOutcome.Damaged => Shell.Localize("손상되어 그대로 둠", "damaged, left where it is"),
            _ => Shell.Localize("파일 없음", "missing"),
        };

    private static int WriteSummary(Dictionary<string, FolderMoveOutcome> moves, Shell shell)
    {
        var folders = moves.ToLookup(move => move.Value, move => move.Key);
        var (moved, alreadyThere) = (folders[FolderMoveOutcome.Moved].Count(), folders[FolderMoveOutcome.AlreadyThere].Count());
        string[] missing = [.. folders[FolderMoveOutcome.Missing]];
        string[] damaged = [.. folders[FolderMoveOutcome.Damaged]];
        shell.Out.WriteLine(
            Shell.Localize(
                $"{moved}개 실행을 옮겼고, {alreadyThere}개는 이미 있었으며, {missing.Length}개는 파일이 없고, {damaged.Length}개는 손상되었습니다",
                $"{moved} runs moved, {alreadyThere} were already there, {damaged.Length} damaged, {missing.Length} missing"
            )
        );
        WriteFailures(
            missing,
            Shell.Localize(
                "파일이 두 곳 모두에 없습니다. 다른 기기에 남아 있으면 그 기기에서 이 명령을 실행하고, 아니면 백테스트를 다시 실행하십시오",
                "their files are in neither place: if another machine still has them, run this command there; otherwise repeat the runs"
            ),
            shell
        );
        WriteFailures(
            damaged,
            Shell.Localize(
                "파일이 손상되었습니다. 백업에서 되돌리거나 'bokgi rerun'으로 백테스트를 다시 실행하십시오",
                "their files are damaged: restore them from a backup, or repeat the runs with 'bokgi rerun'"
            ),
            shell
        );
        return missing.Length + damaged.Length == 0 ? ExitCode.Success : ExitCode.Failed;
    }

    private static void WriteFailures(string[] folders, string advice, Shell shell)
    {
        if (folders.Length > 0)
            shell.Error.WriteLine(
                $"{Shell.Localize("실패", "failed")}: {string.Join(", ", folders.Take(MaximumListed))}{(folders.Length > MaximumListed ? ", …" : string.Empty)}: {advice}"
            );
    }
}
