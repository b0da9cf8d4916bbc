using Bokgi.Host.Backups.Sources;
using Bokgi.Host.Backups.Store;
using Bokgi.Host.Platform.Schedules;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bokgi.Host.Backups;

internal static class BackupEndpoints
{
    private const string SummaryPath = "/api/v1/monitoring/backups/summary";

    /// <summary>Adds the services that make, verify and restore backups. Every process needs them.</summary>
    public static void AddBackups(this IServiceCollection services, HostSettings settings)
    {
        services.AddSingleton<BackupFolder>();
        if (settings.DatabaseUrl.Length > 0)
            services.AddSingleton<IBackupSource, PostgresBackup>();
        else
            services.AddSingleton<IBackupSource, SqliteBackup>();
        services.AddSingleton<IBackupSource, RedisBackup>();
        services.AddSingleton<IBackupSource, ResultsBackup>();
        services.AddSingleton<IBackupSource, DataBackup>();
        services.AddSingleton<BackupService>();
        services.AddSingleton<BucketCopy>();
    }

    /// <summary>Adds the jobs that only a server runs: those that it schedules itself, and those that clients request.</summary>
    public static void AddBackupJobs(this IServiceCollection services)
    {
        services.AddSingleton<BackupJobs>();
        services.AddHostedService(provider => provider.GetRequiredService<BackupJobs>());
        services.AddSingleton<IScheduledJob, DailyBackup>();
        services.AddSingleton<IScheduledJob, WeeklyCleanup>();
    }

    public static void MapBackups(this IEndpointRouteBuilder routes)
    {
        var backups = routes.MapGroup("/api/v1/monitoring/backups").WithTags("monitoring");
        backups
            .MapGet("", List)
            .Needs(Role.Viewer)
            .Describe(
                "The backups in BACKUP_ROOT of the server, newest first",
                "Each was verified when it was made, or says that it was not."
            );
        backups
            .MapGet("/summary", Summarize)
            .Needs(Role.Viewer)
            .Describe(
                "How many backups of each kind there are, and what the server is doing with them",
                "The job that runs now and the one that ended last, with the result of each backup."
            );
        backups
            .MapPost("", Make)
            .Needs(Role.Admin)
            .TakesBody(BodyLimit.Small)
            .Describe(
                "Makes a backup",
                "202 at once; GET …/summary shows the job and its result, and a failure is an alert. 409 while another job runs.",
                409,
                503
            );
        backups
            .MapPost("/verify", Verify)
            .Needs(Role.Admin)
            .TakesBody(BodyLimit.Small)
            .Describe(
                "Restores backups into a scratch place and compares them with what was saved",
                "202 at once; GET …/summary shows the result. 409 while another job runs.",
                409,
                503
            );
    }

    private static Ok<Page<BackupDocument>> List([AsParameters] BackupQuery query, BackupService backups) =>
        TypedResults.Ok(Page<BackupDocument>.Of(backups.List(), query.Read(), BackupDocument.Of));

    private static Ok<BackupSummaryDocument> Summarize(BackupService backups, BackupJobs jobs) =>
        TypedResults.Ok(BackupSummaryDocument.Of(backups, jobs));

    private static async Task<Accepted<BackupSummaryDocument.JobDocument>> Make(
        OptionalJsonBody<BackupForm> body,
        BackupJobs jobs,
        BokgiDatabase database,
        CancellationToken cancel
    )
    {
        var name = (body.Value ?? new BackupForm()).Read();
        await database.AuditSeparatelyAsync(cancel);
        return Accepted(jobs.Start(name, []));
    }

    private static async Task<Accepted<BackupSummaryDocument.JobDocument>> Verify(
        OptionalJsonBody<VerifyForm> body,
        BackupService backups,
        BackupJobs jobs,
        BokgiDatabase database,
        CancellationToken cancel
    )
    {
        IReadOnlyList<StoredBackup> chosen = body.Value?.File is not { } file
            ? backups.NewestOfEachKind()
            :
            [
                backups.TryFind(file)
                    ?? throw InvalidInputException.ForField(
                        "file",
                        $"there is no backup '{Problems.SanitizeForMessage(file)}'; GET …/backups lists them"
                    ),
            ];
        await database.AuditSeparatelyAsync(cancel);
        return Accepted(jobs.Start(BackupJobs.Verify, chosen));
    }

    private static Accepted<BackupSummaryDocument.JobDocument> Accepted(BackupJob job) =>
        TypedResults.Accepted(SummaryPath, BackupSummaryDocument.JobDocument.Of(job));
}
