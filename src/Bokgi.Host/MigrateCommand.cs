using System.CommandLine;

namespace Bokgi.Host;

/// <summary>
/// <c>bokgi migrate</c>: migrates the database before other commands are run. Each command that uses the database migrates it, too.
/// </summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var check = new Option<bool>("--check") { Description = "Change nothing; exit code 1 when migrations are missing" };
        var command = new Command("migrate", "Brings the database's schema up to date, and says which migrations it applied.") { check };
        return command.WithExamples("migrate", "migrate --check").Runs((result, shell) => Run(result.GetValue(check), shell));
    }

    private static int Run(bool checkOnly, Shell shell)
    {
        var database = new BokgiDatabase(shell.Settings);
        var pending = database.PendingMigrations();
        if (pending.Count == 0)
        {
            shell.Out.WriteLine($"{database.Name} {Shell.Localize("스키마가 최신입니다", "is up to date")}");
            return ExitCode.Success;
        }

        if (!checkOnly)
            database.Migrate();
        foreach (var name in pending)
            shell.Out.WriteLine($"{(checkOnly ? Shell.Localize("대기", "pending") : Shell.Localize("적용", "applied"))} {name}");
        return checkOnly ? ExitCode.Refused : ExitCode.Success;
    }
}
