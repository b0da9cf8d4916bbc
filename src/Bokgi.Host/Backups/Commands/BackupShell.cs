using Bokgi.Host.Alerts;
using Bokgi.Host.Platform;
using Bokgi.Host.Storage;

namespace Bokgi.Host.Backups.Commands;

/// <summary>What the commands of <c>bokgi backup</c> share.</summary>
internal static class BackupShell
{
    /// <summary>Creates the services of a command, which the caller disposes.</summary>
    public static ServiceProvider OpenBackups(this Shell shell)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPlatform(shell.Settings, shell.Clock);
        services.AddStorage(shell.Settings);
        services.AddBackups(shell.Settings);
        return services.BuildServiceProvider();
    }

    /// <summary>
    /// Writes results and sends an alert for each failure. Returns the exit code, which is <paramref name="failureCode"/> if a backup failed.
    /// </summary>
    public static async Task<int> ReportAsync(this Shell shell, IReadOnlyList<BackupResult> results, bool asJson, int failureCode)
    {
        if (asJson)
            shell.WriteJson(results);
        else
            shell.Write(
                results,
                new("backup", each => each.Name),
                new("status", Status),
                new("file", each => each.File ?? each.SkipReason ?? string.Empty),
                new("bytes", each => each.SizeBytes.ToString("N0", CultureInfo.InvariantCulture), IsNumber: true),
                new("seconds", each => each.Seconds.ToString("0.0", CultureInfo.InvariantCulture), IsNumber: true)
            );
        var failed = results.Where(result => result.Error is not null).ToList();
        foreach (var result in failed)
            shell.WriteError($"{result.Name}: {result.Error}");
        await shell.SendAlertsAsync(failed.Select(result => BackupAlerts.CreateMessage(result, shell.Clock.GetUtcNow())));
        return failed.Count == 0 ? ExitCode.Success : failureCode;
    }

    private static string Status(BackupResult result) =>
        result.Error is not null ? Shell.Localize("실패", "failed")
        : result.SkipReason is not null ? Shell.Localize("건너뜀", "skipped")
        : Shell.Localize("정상", "ok");
}
