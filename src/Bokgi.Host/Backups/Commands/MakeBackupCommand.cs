using System.CommandLine;

namespace Bokgi.Host.Backups.Commands;

/// <summary><c>bokgi backup all</c>, <c>database</c>, <c>redis</c>, <c>results</c>, <c>data</c> and <c>s3</c>.</summary>
internal static class MakeBackupCommand
{
    public static Command CreateAll() =>
        Create(
            BackupJobs.All,
            "Saves database, Redis, results and candles, and copies them to the bucket if there is one.",
            async (services, cancel) =>
                [
                    .. await services.GetRequiredService<BackupService>().MakeAllAsync(cancel),
                    await services.GetRequiredService<BucketCopy>().TryCopyAsync(cancel),
                ]
        );

    public static Command CreateForKind(BackupKind kind, string description) =>
        Create(
            WireNames.Of(kind),
            description,
            async (services, cancel) => [await services.GetRequiredService<BackupService>().MakeAsync(kind, cancel)]
        );

    public static Command CreateForBucket() =>
        Create(
            BucketCopy.Name,
            "Copies intact backups to s3://AWS_BUCKET_NAME/backups/; nothing is deleted there.",
            async (services, cancel) => [await services.GetRequiredService<BucketCopy>().TryCopyAsync(cancel)]
        );

    private static Command Create(
        string name,
        string description,
        Func<IServiceProvider, CancellationToken, Task<IReadOnlyList<BackupResult>>> make
    )
    {
        var json = new Option<bool>("--json") { Description = "Write only JSON to standard output" };
        return new Command(name, description) { json }.RunsAsync(
            async (parsed, shell) =>
            {
                await using var services = shell.OpenBackups();
                var results = await make(services, shell.Cancel);
                // "all" skips a backup that is not configured. If it is the only one requested, that is an error.
                return results is [{ SkipReason: { } reason }]
                    ? throw InvalidInputException.ForField(name, reason)
                    : await shell.ReportAsync(results, parsed.GetValue(json), ExitCode.Failed);
            }
        );
    }
}
