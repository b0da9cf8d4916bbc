using Bokgi.MarketData.Locking;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.Platform.Database;

internal sealed class SqliteEngine : DatabaseEngine
{
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
    private readonly DbContextOptions<SqliteBokgiContext> options;
    private readonly SqliteConnections connections;
    private readonly SemaphoreSlim writerQueue = new(1);

    public SqliteEngine(string stateRoot, TimeSpan lockTimeout)
    {
        folder = Path.GetFullPath(stateRoot);
        file = Path.Combine(folder, "bokgi.db");
        var connection = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = (int)lockTimeout.TotalSeconds };
        connectionString = connection.ConnectionString;
        options = new DbContextOptionsBuilder<SqliteBokgiContext>().UseSqlite(connectionString).Options;
        connection.Pooling = false;
        connection.DefaultTimeout = 1; // the busy timeout of each connection does the waiting; the driver must not start another wait
        connections = new SqliteConnections(connection.ConnectionString);
    }

    public override string Name => $"the database {file}";

    public override string Setting => "STATE_ROOT";

    public override Type ContextType => typeof(SqliteBokgiContext);

    public override BokgiContext Open(TimeSpan lockTimeout) => Open(lockTimeout, () => { });

    // SQLite allows one writer at a time and would let waiting writers poll for the lock, so the writers of this process queue here in
    // order of arrival. The time spent in the queue is subtracted from the timeout; the rest is left for waiting for other processes.
    public override async Task<BokgiContext> OpenForWritingAsync(TimeSpan lockTimeout, CancellationToken cancel)
    {
        var start = TimeProvider.System.GetTimestamp();
        return OpenInTurn(await writerQueue.WaitAsync(lockTimeout, cancel).ConfigureAwait(false), lockTimeout, start);
    }

    public override BokgiContext OpenForWriting(TimeSpan lockTimeout)
    {
        var start = TimeProvider.System.GetTimestamp();
        return OpenInTurn(writerQueue.Wait(lockTimeout), lockTimeout, start);
    }

    private SqliteBokgiContext OpenInTurn(bool isAcquired, TimeSpan lockTimeout, long start)
    {
        if (!isAcquired)
            throw new DatabaseUnavailableException($"{Name} was busy with other changes for {lockTimeout.TotalSeconds:0} s; try again")
            {
                IsTransient = true,
            };
        return Open(lockTimeout - TimeProvider.System.GetElapsedTime(start), () => writerQueue.Release());
    }

    public override IReadOnlyList<string> AppliedMigrations()
    {
        if (!File.Exists(file))
            return [];
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        var hasHistory = QueryStrings(connection, "SELECT name FROM sqlite_master WHERE name = '__EFMigrationsHistory'").Count > 0;
        return hasHistory ? QueryStrings(connection, AppliedMigrationsQuery) : [];
    }

    // EF marks a running migration with a table, which a process that dies while it migrates leaves behind. This method holds an operating
    // system lock, so any such table that it finds is stale.
    public override void Upgrade()
    {
        using var migrationLock = FileLock.Acquire(Path.Combine(folder, ".bokgi.db.lock"), MigrationTimeout);
        using var context = new SqliteBokgiContext(options);
        if (File.Exists(file))
            context.Database.ExecuteSqlRaw("DROP TABLE IF EXISTS \"__EFMigrationsLock\"");
        context.Database.Migrate();
        context.Database.ExecuteSqlRaw("PRAGMA journal_mode=WAL; PRAGMA analysis_limit=1000; PRAGMA optimize=0x10002");
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

    public override Task<DatabaseStatus> StatusAsync(CancellationToken cancel)
    {
        using var context = Open(StatusTimeout);
        context.Database.ExecuteSqlRaw("SELECT count(*) FROM sqlite_master");
        var size = ((string[])[file, $"{file}-wal"]).Select(path => new FileInfo(path)).Where(each => each.Exists).Sum(each => each.Length);
        return Task.FromResult(new DatabaseStatus(size, null, null));
    }

    public override void Dispose()
    {
        base.Dispose();
        connections.Dispose();
        writerQueue.Dispose();
    }

    private SqliteBokgiContext Open(TimeSpan lockTimeout, Action onClosed)
    {
        try
        {
            var connection = connections.Rent(lockTimeout);
            return new SqliteBokgiContext(options).UseConnection(
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

    private StateRootException ReadOnlyError() => new(folder, "it is read-only");
}
