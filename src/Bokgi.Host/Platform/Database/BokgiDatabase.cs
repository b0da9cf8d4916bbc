using System.Data.Common;

namespace Bokgi.Host.Platform.Database;

/// <summary>Opens contexts and connections on the database that the settings choose, and migrates it.</summary>
internal sealed class BokgiDatabase : IDisposable
{
    /// <summary>How long a write waits in total: first for earlier writes of this process, then for the locks of other processes.</summary>
    public static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(5);

    private readonly DatabaseEngine engine;
    private volatile bool hasMigrated;
    private volatile bool needsMigrationRetry;

    public BokgiDatabase(HostSettings settings) =>
        engine =
            settings.DatabaseUrl.Length > 0
                ? new PostgresEngine(settings.DatabaseUrl, LockTimeout)
                : new SqliteEngine(settings.StateRoot, LockTimeout);

    public string Name => engine.Name;

    /// <summary>The ids of the migrations of this version, in order.</summary>
    public IReadOnlyList<string> KnownMigrations => engine.Migrations;

    /// <summary>Whether the database was unavailable at startup and is still to be migrated.</summary>
    public bool NeedsMigrationRetry => needsMigrationRetry;

    /// <exception cref="DatabaseUnavailableException">The database was unavailable at startup and has not been migrated yet.</exception>
    public BokgiContext Open() => Open(LockTimeout);

    public BokgiContext Open(TimeSpan lockTimeout)
    {
        ThrowIfNotMigrated();
        return engine.Open(lockTimeout);
    }

    /// <summary>Waits until no other writer of this process is active, then opens a context for a short write.</summary>
    /// <exception cref="DatabaseUnavailableException">See <see cref="Open()"/>; also if the wait exceeds the timeout.</exception>
    public Task<BokgiContext> OpenForWritingAsync(CancellationToken cancel)
    {
        ThrowIfNotMigrated();
        return engine.OpenForWritingAsync(LockTimeout, cancel);
    }

    /// <summary>Like <see cref="OpenForWritingAsync"/>, but blocks the thread; for dedicated threads such as those of workers.</summary>
    public BokgiContext OpenForWriting()
    {
        ThrowIfNotMigrated();
        return engine.OpenForWriting(LockTimeout);
    }

    /// <exception cref="StateRootException">The state folder cannot be written.</exception>
    /// <exception cref="DatabaseUnavailableException">The database cannot be reached, or is not a database.</exception>
    public void Migrate() =>
        TranslateErrors(() =>
        {
            engine.Prepare();
            if (FindPending().Count > 0)
                Upgrade();
            (hasMigrated, needsMigrationRetry) = (true, false);
            return true;
        });

    /// <summary>The missing migrations, in order; all of them if there is no database. Does not create the database.</summary>
    /// <inheritdoc cref="Migrate" path="/exception"/>
    public IReadOnlyList<string> FindPendingMigrations() => TranslateErrors(FindPending);

    /// <summary>The last migration that was applied, which may be one of a later version; null if there is none.</summary>
    /// <inheritdoc cref="Migrate" path="/exception"/>
    public string? FindLastAppliedMigration() => TranslateErrors(() => engine.ReadAppliedMigrations() is [.., var last] ? last : null);

    /// <summary>Opens a connection for plain SQL, without loading EF.</summary>
    /// <exception cref="DatabaseUnavailableException">See <see cref="Open()"/>.</exception>
    public Task<DatabaseConnection> ConnectAsync(CancellationToken cancel = default)
    {
        ThrowIfNotMigrated();
        return engine.ConnectAsync(LockTimeout, cancel);
    }

    /// <summary>Waits until no other writer of this process is active, then opens a connection for a short write.</summary>
    /// <exception cref="DatabaseUnavailableException">See <see cref="Open()"/>; also if the wait exceeds the timeout.</exception>
    public Task<DatabaseConnection> ConnectForWritingAsync(CancellationToken cancel)
    {
        ThrowIfNotMigrated();
        return engine.ConnectForWritingAsync(LockTimeout, cancel);
    }

    /// <exception cref="System.Data.Common.DbException">The database is unavailable.</exception>
    public Task<DatabaseStatus> ReadStatusAsync(CancellationToken cancel)
    {
        ThrowIfNotMigrated();
        return engine.ReadStatusAsync(cancel);
    }

    /// <summary>Runs a query on a separate connection with a timeout of a few seconds, for health checks.</summary>
    /// <exception cref="DbException">The database is unavailable.</exception>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(Sql query, Func<DbDataReader, T> read, CancellationToken cancel)
    {
        ThrowIfNotMigrated();
        await using var connection = engine.CreateConnection();
        await connection.OpenAsync(cancel);
        await using var wrapper = new DatabaseConnection(engine, connection, () => { });
        return await wrapper.QueryAsync(query, read, cancel);
    }

    public void Dispose() => engine.Dispose();

    private void Upgrade()
    {
        engine.Upgrade();
        if (FindPending() is [var skipped, ..])
            throw new InvalidOperationException(
                $"the migration {skipped} is older than one that was applied before it existed; give it a later id"
            );
    }

    private T TranslateErrors<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception failure) when (engine.TranslateFailure(failure) is { } translated)
        {
            throw RecordOutage(translated);
        }
    }

    private Exception RecordOutage(Exception failure)
    {
        needsMigrationRetry |= !hasMigrated && failure is DatabaseUnavailableException { IsTransient: true };
        return failure;
    }

    private void ThrowIfNotMigrated()
    {
        if (needsMigrationRetry)
            throw new DatabaseUnavailableException($"{Name} was unavailable at startup and has not been migrated yet")
            {
                IsTransient = true,
            };
    }

    private IReadOnlyList<string> FindPending()
    {
        var known = KnownMigrations;
        var applied = engine.ReadAppliedMigrations();
        if (applied.Except(known).LastOrDefault() is { } unknown)
            throw new DatabaseUnavailableException(
                $"{Name} is of a later version of bokgi: it has the migration {unknown}, and the last one that this version, {ProgramVersion.Text}, knows is {known[^1]}; "
                    + $"use the later version, or set {engine.Setting} to another database"
            );
        return [.. known.Except(applied)];
    }
}
