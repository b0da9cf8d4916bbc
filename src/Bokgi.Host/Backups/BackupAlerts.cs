using Bokgi.Host.Alerts;

namespace Bokgi.Host.Backups;

internal static class BackupAlerts
{
    private const double BytesPerMegabyte = 1_000_000;

    public static AlertMessage CreateMessage(BackupResult result, DateTimeOffset time) =>
        AlertTexts.Backup(
            result.Name,
            result.Error is null,
            Math.Round(result.Seconds, 1),
            Math.Round(result.SizeBytes / BytesPerMegabyte, 2),
            time
        );
}
