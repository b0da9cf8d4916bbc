using System.CommandLine;

namespace Bokgi.Host.Backups.Commands;

/// <summary><c>bokgi backup</c>: makes, verifies, restores and removes backups.</summary>
internal static class BackupCommand
{
    public static Command Create() =>
        new Command(
            "backup",
            "Backups of database, Redis, results and candles in BACKUP_ROOT; each is restored into a scratch place before it counts."
        )
        {
            MakeBackupCommand.CreateAll(),
            MakeBackupCommand.CreateForKind(BackupKind.Database, "Saves the database: PostgreSQL, or SQLite if there is no DATABASE_URL."),
            MakeBackupCommand.CreateForKind(BackupKind.Redis, "Saves Redis."),
            MakeBackupCommand.CreateForKind(BackupKind.Results, "Saves the files of runs."),
            MakeBackupCommand.CreateForKind(BackupKind.Data, "Saves the candle lake; a file that has not changed is stored once."),
            MakeBackupCommand.CreateForBucket(),
            ManageBackupsCommand.CreateCleanup(),
            ManageBackupsCommand.CreateStats(),
            ManageBackupsCommand.CreateVerify(),
            RestoreBackupCommand.Create(),
        }.WithExamples("backup all", "backup stats", "backup restore postgresql/backup_20261130_000000.sql.gz");
}
