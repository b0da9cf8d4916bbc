using System.CommandLine;

namespace Bokgi.Host.Backups.Commands;

/// <summary><c>bokgi backup cleanup</c>, <c>stats</c> and <c>verify</c>.</summary>
internal static class ManageBackupsCommand
{
    private const int MaximumDays = 36_500;

    public static Command CreateCleanup()
    {
        var days = new Argument<int?>("days")
        {
            Description = "Age in days from which backups are removed (default: BACKUP_RETENTION_DAYS)",
            Arity = ArgumentArity.ZeroOrOne,
        };
        return new Command("cleanup", "Removes old backups, but never the newest intact one of a kind.") { days }
            .WithExamples("backup cleanup 7")
            .RunsAsync((result, shell) => CleanUpAsync(result.GetValue(days) ?? shell.Settings.BackupRetentionDays, shell));
    }

    public static Command CreateStats()
    {
        var json = new Option<bool>("--json") { Description = "Write only JSON to standard output" };
        return new Command("stats", "Lists the backups, newest first.") { json }.RunsAsync(
            (result, shell) => ListAsync(result.GetValue(json), shell)
        );
    }

    public static Command CreateVerify()
    {
        var file = new Argument<string?>("file")
        {
            Description = "A backup as 'backup stats' names it (default: the newest of each kind)",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var json = new Option<bool>("--json") { Description = "Write only JSON to standard output" };
        return new Command("verify", "Restores backups into a scratch place and compares them with what was saved.") { file, json }
            .WithExamples("backup verify", "backup verify results/results_20261130_000000.tar.gz")
            .RunsAsync((result, shell) => VerifyAsync(result.GetValue(file), result.GetValue(json), shell));
    }

    private static async Task<int> CleanUpAsync(int days, Shell shell)
    {
        if (days is < 0 or > MaximumDays)
            throw InvalidInputException.ForField("days", $"the age cannot be {days} days; give 0 to {MaximumDays}");
        await using var services = shell.OpenBackups();
        var removed = await services.GetRequiredService<BackupService>().CleanUpAsync(days, shell.Cancel);
        foreach (var file in removed)
            shell.Out.WriteLine(file);
        shell.Error.WriteLine(Shell.Localize($"백업 {removed.Count}개를 지웠습니다", $"{removed.Count} backups removed"));
        return ExitCode.Success;
    }

    private static async Task<int> ListAsync(bool asJson, Shell shell)
    {
        await using var services = shell.OpenBackups();
        var documents = services.GetRequiredService<BackupService>().List().Select(BackupDocument.Of).ToList();
        if (asJson)
            shell.WriteJson(documents);
        else
            shell.Write(
                documents,
                new("time", each => each.Time),
                new("kind", each => WireNames.Of(each.Kind)),
                new("file", each => each.File),
                new("bytes", each => each.SizeBytes?.ToString("N0", CultureInfo.InvariantCulture) ?? "-", IsNumber: true),
                new("verified", each => each.IsVerified ? Shell.Localize("예", "yes") : Shell.Localize("아니요", "no")),
                new("made by", each => each.Version ?? "-")
            );
        return ExitCode.Success;
    }

    private static async Task<int> VerifyAsync(string? file, bool asJson, Shell shell)
    {
        await using var services = shell.OpenBackups();
        var backups = services.GetRequiredService<BackupService>();
        var chosen = file is null ? backups.NewestOfEachKind() : [backups.Find(file)];
        if (chosen.Count == 0)
            throw InvalidInputException.ForField(
                "file",
                $"there are no backups in BACKUP_ROOT {shell.Settings.BackupRoot}; 'bokgi backup all' makes some"
            );
        return await shell.ReportAsync(await backups.VerifyAsync(chosen, shell.Cancel), asJson, ExitCode.ProblemsFound);
    }
}
