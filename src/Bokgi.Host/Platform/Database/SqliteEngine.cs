using System.Data.Common;
using Bokgi.MarketData.Locking;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.Platform.Database;

internal sealed class SqliteEngine : DatabaseEngine
{
    // Error codes of SQLite.
    private const int InvalidStatement = 1;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int FileIsReadOnly = 8;
    private const int IoError = 10;
    private const int Full = 13;
    private const int CannotOpen = 14;

    private static readonly TimeSpan StatusTimeout = TimeSpan.FromSeconds(2);

    private readonly string folder;
    private readonly string file;
    private readonly string connectionString;
    private readonly TimeSpan lockTimeout;
    private readonly SqliteConnections connections;
    private readonly SemaphoreSlim writerQueue = new(1);

    public SqliteEngine(string stateRoot, TimeSpan lockTimeout)
    {
        this.lockTimeout = lockTimeout;
        folder = Path.GetFullPath(stateRoot);
        file = GetDatabasePath(stateRoot);
        var builder = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = (int)lockTimeout.TotalSeconds };
        connectionString = builder.ConnectionString;
        builder.Pooling = false;
        builder.DefaultTimeout = 1; // the busy timeout of each connection does the waiting; the driver must not start another wait
        connections = new SqliteConnections(builder.ConnectionString);
    }

    /// <summary>The path of the database file in a state folder.</summary>
    public static string GetDatabasePath(string stateRoot) => Path.Combine(Path.GetFullPath(stateRoot), "bokgi.db");

    public override string Name => $"the database {file}";

    // Created when a context is first opened, so that a command that opens none does not load EF.
    private DbContextOptions<SqliteBokgiContext> Options =>
        field ??= new DbContextOptionsBuilder<SqliteBokgiContext>().UseSqlite(connectionString).Options;

    public override string Setting => "STATE_ROOT";

    public override IReadOnlyList<string> Migrations { get; } =
    [
        "20261123023414_Runs",
        "20261123081419_TasksEventsAudit",
        "20261126192128_PaperTrading",
        "20261128185957_FileHashes",
        "20261129155637_TaskRequests",
        "20261129171229_Alerts",
        "20261130031632_Schedules",
    ];

    public override string PositionFunction => "instr";

    public override Sql In(IReadOnlyCollection<string> values) => $"IN (SELECT value FROM json_each({JsonSerializer.Serialize(values)}))";

    public override BokgiContext Open(TimeSpan lockTimeout)
    {
        var connection = connections.Rent(lockTimeout);
        return OpenOn(connection, () => connections.Return(connection));
    }

    public override BokgiContext OpenContextOn(DbConnection connection) => OpenOn((SqliteConnection)connection, () => { });

    // SQLite allows one writer at a time and would let waiting writers poll for the lock, so the writers of this process queue here in
    // order of arrival. The time spent in the queue is subtracted from the timeout; the rest is left for waiting for other processes.
    public override async Task<BokgiContext> OpenForWritingAsync(TimeSpan lockTimeout, CancellationToken cancel)
    {
        var (connection, onClosed) = await RentInTurnAsync(lockTimeout, cancel);
        return OpenOn(connection, onClosed);
    }

    public override BokgiContext OpenForWriting(TimeSpan lockTimeout)
    {
        var startTimestamp = TimeProvider.System.GetTimestamp();
        var (connection, onClosed) = RentInTurn(writerQueue.Wait(lockTimeout), lockTimeout, startTimestamp);
        return OpenOn(connection, onClosed);
    }

    public override Task<DatabaseConnection> ConnectAsync(TimeSpan lockTimeout, CancellationToken cancel)
    {
        var connection = connections.Rent(lockTimeout);
        return Task.FromResult(new DatabaseConnection(this, connection, () => connections.Return(connection)));
    }

    public override async Task<DatabaseConnection> ConnectForWritingAsync(TimeSpan lockTimeout, CancellationToken cancel)
    {
        var (connection, onClosed) = await RentInTurnAsync(lockTimeout, cancel);
        return new DatabaseConnection(this, connection, onClosed);
    }

    // Deferred, because a transaction that is not deferred takes the write lock when it begins.
    public override Task<DbTransaction> BeginSnapshotAsync(DbConnection connection) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: true));

    public override DbConnection CreateConnection() =>
        new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = file,
                Mode = SqliteOpenMode.ReadWrite, // must not create the database
                Pooling = false,
                DefaultTimeout = (int)StatusTimeout.TotalSeconds,
            }.ConnectionString
        );

    public override IReadOnlyList<string> ReadAppliedMigrations()
    {
        if (!File.Exists(file))
            return [];
        var connection = connections.Rent(lockTimeout);
        try
        {
            return QueryStrings(connection, AppliedMigrationsQuery);
        }
        catch (SqliteException missing)
            when (missing.SqliteErrorCode == InvalidStatement && missing.Message.Contains("no such table", StringComparison.Ordinal))
        {
            return [];
        }
        finally
        {
            connections.Return(connection);
        }
    }

    public override void Upgrade()
    {
        using var migrationLock = FileLock.Acquire(Path.Combine(folder, ".bokgi.db.lock"), MigrationTimeout);
        using var context = new SqliteBokgiContext(Options);
        context.Database.OpenConnection();
        // To change a column, a migration creates the whole table again, so foreign keys must be off. SQLite ignores the pragma
        // foreign_keys within a transaction, so it is set before the transaction.
        context.Database.ExecuteSqlRaw("PRAGMA journal_mode=WAL; PRAGMA foreign_keys=0");
        try
        {
            ApplyMissingMigrations(context);
        }
        finally
        {
            context.Database.ExecuteSqlRaw("PRAGMA foreign_keys=1");
        }

        // Updates the statistics of the query planner. The flags 0x10002 include tables that this connection has not used.
        context.Database.ExecuteSqlRaw("PRAGMA analysis_limit=1000; PRAGMA optimize=0x10002");
    }

    public override Exception? TranslateFailure(Exception failure) =>
        failure switch
        {
            SqliteException { SqliteErrorCode: FileIsReadOnly or CannotOpen } or UnauthorizedAccessException => ReadOnlyError(),
            SqliteException { SqliteErrorCode: Busy or Locked or IoError or Full } => new DatabaseUnavailableException(
                $"{Name} cannot be used: {failure.Message.TrimEnd('.')}; check that its disk has room and that no other program has locked it",
                failure
            )
            {
                IsTransient = true,
            },
            SqliteException => new DatabaseUnavailableException(
                $"{Name} cannot be used: {failure.Message}; move the file away or restore a backup",
                failure
            ),
            _ => null,
        };

    // Checks the mode bits instead of trying to write, because root can write even to a folder that is read-only for everybody.
    public override void Prepare()
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StateRootException(folder, File.Exists(folder) ? "it is a file" : "it cannot be created", failure);
        }

        const UnixFileMode Writable = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & Writable) == UnixFileMode.None)
            throw ReadOnlyError();
    }

    public override Task<DatabaseStatus> ReadStatusAsync(CancellationToken cancel)
    {
        using var connection = CreateConnection();
        connection.Open();
        QueryStrings(connection, "SELECT name FROM sqlite_master LIMIT 1"); // throws if the file cannot be read
        var size = ((string[])[file, $"{file}-wal"]).Select(path => new FileInfo(path)).Where(info => info.Exists).Sum(info => info.Length);
        return Task.FromResult(new DatabaseStatus(size, Connections: null, ClockUtc: null));
    }

    public override void Dispose()
    {
        base.Dispose();
        connections.Dispose();
        writerQueue.Dispose();
    }

    private SqliteBokgiContext OpenOn(SqliteConnection connection, Action onClosed)
    {
        try
        {
            return new SqliteBokgiContext(Options).UseConnection(connection, onClosed);
        }
        catch
        {
            onClosed();
            throw;
        }
    }

    private async Task<(SqliteConnection Connection, Action OnClosed)> RentInTurnAsync(TimeSpan lockTimeout, CancellationToken cancel)
    {
        var startTimestamp = TimeProvider.System.GetTimestamp();
        return RentInTurn(await writerQueue.WaitAsync(lockTimeout, cancel).ConfigureAwait(false), lockTimeout, startTimestamp);
    }

    // Rents a connection for the writer whose turn it is. OnClosed returns the connection and lets the next writer proceed.
    private (SqliteConnection Connection, Action OnClosed) RentInTurn(bool hasTurn, TimeSpan lockTimeout, long startTimestamp)
    {
        if (!hasTurn)
            throw new DatabaseUnavailableException($"{Name} was busy with other changes for {lockTimeout.TotalSeconds:0} s; try again")
            {
                IsTransient = true,
            };
        try
        {
            var connection = connections.Rent(lockTimeout - TimeProvider.System.GetElapsedTime(startTimestamp));
            return (
                connection,
                () =>
                {
                    connections.Return(connection);
                    writerQueue.Release();
                }
            );
        }
        catch
        {
            writerQueue.Release();
            throw;
        }
    }

    private StateRootException ReadOnlyError() => new(folder, "it is read-only");
}
