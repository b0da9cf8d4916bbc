using System.Buffers.Binary;
using System.Data.Common;
using System.IO.Hashing;
using System.Text;
using Bokgi.Host.Backups.Sources;
using Microsoft.Data.Sqlite;

namespace Bokgi.Host.Backups.Store;

/// <summary>The SQLite database, saved by SQLite's online backup, which copies one consistent state even while other connections write.</summary>
internal sealed class SqliteBackup(HostSettings settings, BokgiDatabase database, TimeProvider clock) : IBackupSource
{
    private const int Corrupt = 11; // SQLITE_CORRUPT
    private const int NotADatabase = 26; // SQLITE_NOTADB

    public BackupKind Kind => BackupKind.Database;

    public BackupNaming Naming { get; } = new("sqlite", "backup", ".db.gz");

    public string? NotConfiguredReason => File.Exists(LiveFile) ? null : $"there is no database {LiveFile} yet";

    private string LiveFile => SqliteEngine.GetDatabasePath(settings.StateRoot);

    public async Task<IReadOnlyList<BackupItem>> SaveAsync(string path, CancellationToken cancel)
    {
        var copy = path + ".db";
        try
        {
            await Task.Run(() => CopyToOneFile(LiveFile, copy), cancel);
            await using (var file = File.OpenRead(copy))
                await GzipFile.CompressAsync(file, path, cancel);
            return Describe(copy);
        }
        finally
        {
            File.Delete(copy);
        }
    }

    public async Task<IReadOnlyList<BackupItem>> RestoreToScratchAsync(string path, string scratch, CancellationToken cancel)
    {
        var copy = Path.Combine(scratch, "bokgi.db");
        await GzipFile.DecompressAsync(path, copy, cancel);
        return Describe(copy);
    }

    public Task<bool> HasLiveDataAsync(CancellationToken cancel) => Task.FromResult(File.Exists(LiveFile));

    public async Task<IReadOnlyList<BackupItem>> RestoreAsync(string path, CancellationToken cancel)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(LiveFile)!);
        var copy = $"{LiveFile}.restore";
        try
        {
            await GzipFile.DecompressAsync(path, copy, cancel);
            await Task.Run(() => ReplaceLive(copy), cancel);
            var items = Describe(LiveFile);
            database.Migrate(); // the backup may be of an earlier version
            return items;
        }
        finally
        {
            File.Delete(copy);
        }
    }

    // SQLite takes its own locks, so that other processes see either the old content or the new one.
    private void ReplaceLive(string copy)
    {
        if (!File.Exists(LiveFile))
            MoveAside(); // the write-ahead log of a missing database must not be applied to the new one
        try
        {
            Copy(copy, LiveFile);
        }
        catch (SqliteException damage) when (damage.SqliteErrorCode is Corrupt or NotADatabase)
        {
            MoveAside();
            Copy(copy, LiveFile);
        }

        using var connection = Open(LiveFile);
        Execute(connection, "PRAGMA journal_mode=WAL");
    }

    private void MoveAside()
    {
        var aside = $"{LiveFile}.damaged_{BackupNaming.StampOf(clock.GetUtcNow())}";
        foreach (var suffix in (string[])["", "-wal", "-shm"])
        {
            if (File.Exists(LiveFile + suffix))
                File.Move(LiveFile + suffix, aside + suffix);
        }
    }

    private static void Copy(string from, string to)
    {
        using var source = Open(from);
        using var target = Open(to);
        source.BackupDatabase(target);
    }

    // Switches the copy to a journal mode without a write-ahead log beside the file.
    private static void CopyToOneFile(string from, string to)
    {
        Copy(from, to);
        using var connection = Open(to);
        Execute(connection, "PRAGMA journal_mode=DELETE");
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Pooling = false,
                DefaultTimeout = (int)BokgiDatabase.LockTimeout.TotalSeconds,
            }.ConnectionString
        );
        connection.Open();
        Execute(connection, $"PRAGMA busy_timeout={(int)BokgiDatabase.LockTimeout.TotalMilliseconds}");
        return connection;
    }

    private static List<BackupItem> Describe(string path)
    {
        try
        {
            using var connection = Open(path);
            var check = DatabaseEngine.QueryStrings(connection, "PRAGMA integrity_check");
            if (check is not ["ok"])
                throw new BackupException($"the database in the backup is damaged: {check[0]}; choose another backup");
            return
            [
                .. DatabaseEngine
                    .QueryStrings(
                        connection,
                        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
                    )
                    .Select(table => Describe(connection, table)),
            ];
        }
        catch (SqliteException damage) when (damage.SqliteErrorCode is Corrupt or NotADatabase)
        {
            throw new BackupException("the database in the backup is damaged; choose another backup", damage);
        }
    }

    // Adds up a hash of each row, so that the order of the rows does not matter.
    private static BackupItem Describe(SqliteConnection connection, string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"""SELECT * FROM "{table}" """;
        using var rows = command.ExecuteReader();
        var hash = new XxHash128();
        var (count, sum) = (0L, UInt128.Zero);
        for (; rows.Read(); count++)
        {
            for (var column = 0; column < rows.FieldCount; column++)
                Append(hash, rows, column);
            sum += hash.GetCurrentHashAsUInt128();
            hash.Reset();
        }

        return new BackupItem(table, count, sum.ToString("x32", CultureInfo.InvariantCulture));
    }

    // Each value begins with its type and length, so that different rows never have the same bytes.
    private static void Append(XxHash128 hash, DbDataReader rows, int column)
    {
        var (type, bytes) = rows.GetValue(column) switch
        {
            DBNull => ((byte)0, []),
            long number => ((byte)1, BitConverter.GetBytes(number)),
            double number => ((byte)2, BitConverter.GetBytes(number)),
            byte[] blob => ((byte)3, blob),
            var text => ((byte)4, Encoding.UTF8.GetBytes((string)text)),
        };
        Span<byte> head = stackalloc byte[5];
        head[0] = type;
        BinaryPrimitives.WriteInt32LittleEndian(head[1..], bytes.Length);
        hash.Append(head);
        hash.Append(bytes);
    }

    private static void Execute(SqliteConnection connection, string statement)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }
}
