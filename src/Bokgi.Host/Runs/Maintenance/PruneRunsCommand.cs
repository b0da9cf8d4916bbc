using System.CommandLine;
using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Store;

namespace Bokgi.Host.Runs.Maintenance;

/// <summary><c>bokgi runs prune</c>: removes old runs and their files. Runs are never removed automatically.</summary>
internal static class PruneRunsCommand
{
    private const int MaximumDays = 36_500;
    private const int LengthToTheSecond = 19; // of a formatted time: 2024-01-01T00:00:00

    public static Command Create()
    {
        var age = new Option<string>("--older-than")
        {
            Description = "Age, such as 30d, 12h or 8w",
            HelpName = "age",
            Required = true,
        };
        var yes = new Option<bool>("--yes") { Description = "Do not ask for confirmation" };
        var command = new Command("prune", "Removes runs that are older than a given age, with their files.") { age, yes };
        return command.RunsAsync((result, shell) => RunAsync(ParseAge(result.GetValue(age)!), result.GetValue(yes), shell));
    }

    private static async Task<int> RunAsync(TimeSpan age, bool isConfirmed, Shell shell)
    {
        await using var services = shell.OpenRuns();
        var (store, archive) = (services.GetRequiredService<RunStore>(), services.GetRequiredService<RunArchive>());
        var cutoffUtc = UnixTime.FromDateTime(shell.Clock.GetUtcNow().UtcDateTime - age);
        var runs = await store.IdsOlderThanAsync(cutoffUtc);
        if (
            runs.Count > 0
            && !isConfirmed
            && !shell.Confirm(
                $"{runs.Count} runs from before {UnixTime.Format(cutoffUtc)[..LengthToTheSecond]}Z and their files will be removed for good"
            )
        )
            return ExitCode.Refused;
        var removed = 0;
        foreach (var run in runs)
        {
            shell.Cancel.ThrowIfCancellationRequested();
            removed += await archive.DeleteAsync(run) ? 1 : 0;
        }

        var swept = await services.GetRequiredService<ArtifactFolders>().SweepOrphansAsync(store.ExistsForFolderAsync);
        await services.UploadAsync(shell);
        shell.Out.WriteLine($"{removed} {Shell.Localize("개 실행을 삭제했습니다", removed == 1 ? "run removed" : "runs removed")}");
        if (swept > 0)
            shell.Out.WriteLine(
                $"{swept} {Shell.Localize("개의 남은 파일 폴더를 정리했습니다", "leftover folders of interrupted runs removed")}"
            );
        return ExitCode.Success;
    }

    /// <exception cref="InvalidInputException">The text is not a valid age.</exception>
    private static TimeSpan ParseAge(string text)
    {
        var (number, daysPerUnit) = text switch
        {
            [.. var hours, 'h'] => (hours, 1.0 / 24),
            [.. var dayCount, 'd'] => (dayCount, 1),
            [.. var weeks, 'w'] => (weeks, 7),
            _ => (string.Empty, 0),
        };
        if (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count * daysPerUnit <= MaximumDays)
            return TimeSpan.FromHours(Math.Round(count * daysPerUnit * 24));
        throw InvalidInputException.ForField(
            "older-than",
            $"--older-than cannot be '{text}'; give a whole number with h, d or w, such as 30d"
        );
    }
}
