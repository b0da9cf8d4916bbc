using System.Data.Common;
using System.Net.Sockets;
using System.Reflection;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Settings;
using Bokgi.MarketData.Locking;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Bokgi.Host.Platform.Database;

/// <summary>Opens contexts on the configured engine and migrates its schema.</summary>
internal sealed class BokgiDatabase : IDisposable
{
    private const long MigrationLock = 0x626F6B6769; // "bokgi"
    private const string AllApplied = """SELECT "MigrationId" FROM "__EFMigrationsHistory" ORDER BY "MigrationId" """;
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqliteReadOnly = 8;
    private const int SqliteIoError = 10;
    private const int SqliteFull = 13;
    private const int SqliteCannotOpen = 14;

    /// <summary>How long a write waits in total: for its turn in this process and for the lock of other processes.</summary>
    public static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan MigrationTimeout = TimeSpan.FromSeconds(60);

    private static readonly string Version =
        typeof(BokgiDatabase).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? "unknown";

    private readonly DbContextOptions<SqliteBokgiContext>? sqlite;
    private readonly DbContextOptions<PostgresBokgiContext>? postgres;
    private readonly string connectionString;
    private readonly string folder = string.Empty;
    private readonly SqliteConnections? connections;
    private readonly SemaphoreSlim writerQueue = new(1);
    private volatile bool hasMigrated;
    private volatile bool needsMigrationRetry;

    /// <exception cref="DatabaseUnavailableException">DATABASE_URL cannot be read.</exception>
    public BokgiDatabase(HostSettings settings)
    {
        if (settings.DatabaseUrl.Length > 0)
        {
            var address = PostgresAddress.Parse(settings.DatabaseUrl);
            Name = $"the PostgreSQL database {address.Database ?? address.Username} at {address.Host}:{address.Port}";
            connectionString = PostgresAddress.WithDeadline(address, LockTimeout).ConnectionString;
            postgres = new DbContextOptionsBuilder<PostgresBokgiContext>().UseNpgsql(connectionString).Options;
            return;
        }

        folder = Path.GetFullPath(settings.StateRoot);
        Name = $"the database {Path.Combine(folder, "bokgi.db")}";
        var connection = new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(folder, "bokgi.db"),
            DefaultTimeout = (int)LockTimeout.TotalSeconds,
        };
        connectionString = connection.ConnectionString;
        sqlite = new DbContextOptionsBuilder<SqliteBokgiContext>().UseSqlite(connectionString).Options;
        connection.Pooling = false;
        connection.DefaultTimeout = 1; // the busy timeout of each connection does the waiting; the driver must not start another wait
        connections = new SqliteConnections(connection.ConnectionString);
    }

    /// <summary>A name and location for messages; contains no secret.</summary>
    public string Name { get; }

    /// <summary>Whether the database was unavailable when it should have been migrated; the migration has to be retried.</summary>
    public bool NeedsMigrationRetry => needsMigrationRetry;

    /// <exception cref="DatabaseUnavailableException">The database was unavailable at startup and has not been migrated yet.</exception>
    public BokgiContext Open() => Open(LockTimeout);

    /// <summary>Opens a context.</summary>
    /// <param name="lockTimeout">How long a statement waits for the lock of another process.</param>
    /// <exception cref="DatabaseUnavailableException">See <see cref="Open()"/>.</exception>
    public BokgiContext Open(TimeSpan lockTimeout)
    {
        CheckCurrent();
        return connections is null ? CreateUnpooledContext() : OpenSqlite(lockTimeout, () => { });
    }

    /// <summary>
    /// Opens a context for a short write. SQLite allows one writer at a time and would let waiting writers poll for the lock, so the
    /// writers of this process queue here in order of arrival. The time spent in the queue counts against the deadline; the rest of it is
    /// left for the lock of other processes.
    /// </summary>
    /// <exception cref="DatabaseUnavailableException">See <see cref="Open()"/>; also when the turn did not come in time.</exception>
    public BokgiContext OpenForWriting() => OpenForWritingAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="OpenForWriting"/>
    public async Task<BokgiContext> OpenForWritingAsync(CancellationToken cancel)
    {
        if (sqlite is null)
            return Open();
        CheckCurrent();
        var begun = TimeProvider.System.GetTimestamp();
        if (!await writerQueue.WaitAsync(LockTimeout, cancel).ConfigureAwait(false))
            throw new DatabaseUnavailableException($"{Name} was busy with other changes for {LockTimeout.TotalSeconds:0} s; try again")
            {
                MayPass = true,
            };
        return OpenSqlite(LockTimeout - TimeProvider.System.GetElapsedTime(begun), () => writerQueue.Release());
    }

    public void Dispose()
    {
        connections?.Dispose();
        writerQueue.Dispose();
    }

    /// <summary>Creates the database if there is none and applies the missing migrations.</summary>
    /// <exception cref="StateRootException">The state folder cannot be written.</exception>
    /// <exception cref="DatabaseUnavailableException">The database cannot be reached, or is not a database.</exception>
    public void Migrate() =>
        TranslateErrors(() =>
        {
            if (sqlite is not null)
                UpgradeSqlite();
            else if (!IsUpToDate())
                UpgradePostgres();
            (hasMigrated, needsMigrationRetry) = (true, false);
            return true;
        });

    /// <summary>
    /// The names of the missing migrations, in order; all of them if there is no database yet. Does not create the database.
    /// </summary>
    /// <exception cref="StateRootException">The state folder cannot be used.</exception>
    /// <exception cref="DatabaseUnavailableException">The database cannot be reached, or is not a database.</exception>
    public IReadOnlyList<string> PendingMigrations() => TranslateErrors(Pending);

    private T TranslateErrors<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (SqliteException denied) when (denied.SqliteErrorCode is SqliteReadOnly or SqliteCannotOpen)
        {
            throw ReadOnly();
        }
        catch (UnauthorizedAccessException)
        {
            throw ReadOnly();
        }
        catch (SqliteException busy) when (busy.SqliteErrorCode is SqliteBusy or SqliteLocked or SqliteIoError or SqliteFull)
        {
            needsMigrationRetry = !hasMigrated;
            throw new DatabaseUnavailableException(
                $"{Name} cannot be used: {busy.Message.TrimEnd('.')}; see that its disk has room and that no other program holds it",
                busy
            )
            {
                MayPass = true,
            };
        }
        catch (SqliteException broken)
        {
            throw new DatabaseUnavailableException(
                $"{Name} cannot be used: {broken.Message}; move the file away or restore a backup",
                broken
            );
        }
        catch (Exception failure) when (failure is NpgsqlException || failure.InnerException is NpgsqlException)
        {
            needsMigrationRetry = !hasMigrated;
            var reason = (failure as DbException ?? failure.InnerException!).Message.ReplaceLineEndings(" ");
            throw new DatabaseUnavailableException($"{Name} cannot be used: {reason}; check DATABASE_URL and that the server runs", failure)
            {
                MayPass = IsTransient(failure),
            };
        }
    }

    private void CheckCurrent()
    {
        if (needsMigrationRetry)
            throw new DatabaseUnavailableException($"{Name} was away and is not up to date yet") { MayPass = true };
    }

    private SqliteBokgiContext OpenSqlite(TimeSpan lockTimeout, Action onClosed)
    {
        try
        {
            var connection = connections!.Rent(lockTimeout);
            return new SqliteBokgiContext(sqlite!).On(
                connection,
                () =>
                {
                    connections.Return(connection);
                    onClosed();
                }
            );
        }
        catch
        {
            onClosed();
            throw;
        }
    }

    private BokgiContext CreateUnpooledContext() =>
        sqlite is not null ? new SqliteBokgiContext(sqlite) : new PostgresBokgiContext(postgres!);

    // True if the server does not listen, or is starting or stopping; waiting does not help against an unknown host name or a wrong
    // password.
    private static bool IsTransient(Exception failure) =>
        failure.GetBaseException() switch
        {
            PostgresException refused => refused.IsTransient,
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData } => false,
            SocketException or TimeoutException or EndOfStreamException => true,
            _ => false,
        };

    private StateRootException ReadOnly() => new(folder, "it may only be read");

    // EF marks a running migration in the database, and a process that dies meanwhile leaves the mark behind forever. An operating system
    // lock is taken first, so any mark that is found is stale.
    private void UpgradeSqlite()
    {
        PrepareFolder();
        if (IsUpToDate())
            return;
        using var alone = FileLock.Acquire(Path.Combine(folder, ".bokgi.db.lock"), MigrationTimeout);
        using (var context = CreateUnpooledContext())
        {
            if (File.Exists(Path.Combine(folder, "bokgi.db")))
                context.Database.ExecuteSqlRaw("DROP TABLE IF EXISTS \"__EFMigrationsLock\"");
        }

        Upgrade();
        using var upgraded = CreateUnpooledContext();
        upgraded.Database.ExecuteSqlRaw("PRAGMA journal_mode=WAL; PRAGMA analysis_limit=1000; PRAGMA optimize=0x10002");
    }

    // EF locks for one migration at a time; between two of them another process could start the second one as well.
    private void UpgradePostgres()
    {
        using var context = CreateUnpooledContext();
        var creator = context.GetService<IRelationalDatabaseCreator>();
        if (!creator.Exists())
            creator.Create();
        context.Database.SetCommandTimeout(MigrationTimeout);
        context.Database.OpenConnection(); // the advisory lock belongs to this connection
        context.Database.ExecuteSql($"SELECT pg_advisory_lock({MigrationLock})");
        try
        {
            context.Database.Migrate();
        }
        finally
        {
            context.Database.ExecuteSql($"SELECT pg_advisory_unlock({MigrationLock})");
        }
    }

    private bool IsUpToDate() => Pending().Count == 0;

    // Queries without EF, which would build its model and services first: usually nothing is missing.
    private IReadOnlyList<string> Pending()
    {
        string[] known = [.. KnownMigrations()];
        string[] applied = [.. AppliedMigrations()];
        return applied.Except(known).LastOrDefault() is { } unknown
            ? throw NewerVersionError(unknown, known[^1])
            : [.. known.Except(applied)];
    }

    private IEnumerable<string> KnownMigrations()
    {
        var ofContext = sqlite is not null ? typeof(SqliteBokgiContext) : typeof(PostgresBokgiContext);
        return typeof(BokgiDatabase)
            .Assembly.GetTypes()
            .Where(type => type.BaseType == typeof(Migration) && type.GetCustomAttribute<DbContextAttribute>()?.ContextType == ofContext)
            .Select(type => type.GetCustomAttribute<MigrationAttribute>()!.Id)
            .Order(StringComparer.Ordinal);
    }

    private List<string> AppliedMigrations()
    {
        if (sqlite is not null)
        {
            if (!File.Exists(Path.Combine(folder, "bokgi.db")))
                return [];
            using var file = new SqliteConnection(connectionString);
            file.Open();
            var hasHistory = QueryStrings(file, "SELECT name FROM sqlite_master WHERE name = '__EFMigrationsHistory'").Count > 0;
            return hasHistory ? QueryStrings(file, AllApplied) : [];
        }

        try
        {
            using var server = new NpgsqlConnection(connectionString);
            server.Open();
            return QueryStrings(server, AllApplied);
        }
        catch (PostgresException none) when (none.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidCatalogName)
        {
            return [];
        }
    }

    private static List<string> QueryStrings(DbConnection connection, string query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var rows = command.ExecuteReader();
        var texts = new List<string>();
        while (rows.Read())
            texts.Add(rows.GetString(0));
        return texts;
    }

    private DatabaseUnavailableException NewerVersionError(string unknown, string newest) =>
        new(
            $"{Name} is of a later version of bokgi: it has the migration {unknown}, and this version, {Version}, knows none after {newest}; "
                + $"use the later version, or another database by {(sqlite is null ? "DATABASE_URL" : "STATE_ROOT")}"
        );

    private void Upgrade()
    {
        using var context = CreateUnpooledContext();
        context.Database.Migrate();
    }

    // Root can write anywhere; a folder that is read-only for everybody is respected all the same.
    private void PrepareFolder()
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StateRootException(folder, File.Exists(folder) ? "it is a file" : "it cannot be made", failure);
        }

        const UnixFileMode Writable = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & Writable) == UnixFileMode.None)
            throw ReadOnly();
    }
}
