using System.CommandLine;
using Bokgi.Host.Platform;
using Bokgi.Host.Platform.Jobs;
using Bokgi.Host.Tasks;
using Bokgi.Host.Tasks.Store;

namespace Bokgi.Host;

/// <summary>
/// <c>bokgi migrate</c>: migrates the database ahead of time. It is optional, because each command that uses the database migrates it first.
/// </summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var check = new Option<bool>("--check") { Description = "Change nothing; exit code 1 when migrations are missing" };
        var queues = new Option<bool>("--queues") { Description = "Also make the queues, and say how many steps of tasks wait in each" };
        var command = new Command("migrate", "Brings the database's schema up to date, and says which migrations it applied.")
        {
            check,
            queues,
        };
        return command
            .WithExamples("migrate", "migrate --check", "migrate --queues")
            .RunsAsync(
                async (result, shell) =>
                {
                    if (result.GetValue(check) && result.GetValue(queues))
                        throw InvalidInputException.ForField(
                            "queues",
                            "--check changes nothing, and --queues makes the queues; leave one of them out"
                        );
                    var code = Run(result.GetValue(check), shell);
                    if (result.GetValue(queues))
                        await MakeQueuesAsync(shell);
                    return code;
                }
            );
    }

    private static async Task MakeQueuesAsync(Shell shell)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPlatform(shell.Settings, shell.Clock);
        services.AddTasks();
        await using var provider = services.BuildServiceProvider();
        JobStorages.Prepare(shell.Settings);
        var waiting = (await provider.GetRequiredService<TaskStore>().GetQueueStatusAsync(shell.Cancel)).WaitingSteps;
        foreach (var queue in JobQueues.All)
            shell.Out.WriteLine(
                $"{queue}: {Shell.Localize($"대기 {waiting.GetValueOrDefault(queue)}개", $"{waiting.GetValueOrDefault(queue)} waiting")}"
            );
    }

    private static int Run(bool checkOnly, Shell shell)
    {
        using var database = new BokgiDatabase(shell.Settings);
        var pending = database.FindPendingMigrations();
        if (pending.Count == 0)
        {
            shell.Out.WriteLine($"{database.Name} {Shell.Localize("스키마가 최신입니다", "is up to date")}");
            return ExitCode.Success;
        }

        if (!checkOnly)
            database.Migrate();
        foreach (var name in pending)
            shell.Out.WriteLine($"{(checkOnly ? Shell.Localize("미적용", "pending") : Shell.Localize("적용", "applied"))} {name}");
        return checkOnly ? ExitCode.ProblemsFound : ExitCode.Success;
    }
}
