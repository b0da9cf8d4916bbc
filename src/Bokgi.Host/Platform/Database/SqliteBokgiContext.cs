using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Bokgi.Host.Platform.Database;

/// <summary>The embedded database.</summary>
internal sealed class SqliteBokgiContext(DbContextOptions<SqliteBokgiContext> options) : BokgiContext(options)
{
    private Action? atEnd;
    private SqliteTransaction? snapshot;

    /// <summary>Lets the context work on a connection that is open.</summary>
    /// <param name="connection">The connection, which stays the caller's.</param>
    /// <param name="end">What is done when the context needs it no more.</param>
    public SqliteBokgiContext On(SqliteConnection connection, Action end)
    {
        Database.SetDbConnection(connection, contextOwnsConnection: false);
        atEnd = end;
        return this;
    }

    // A transaction that is not deferred would take the lock of writers.
    public override IDbContextTransaction BeginSnapshot()
    {
        Database.OpenConnection();
        snapshot = ((SqliteConnection)Database.GetDbConnection()).BeginTransaction(deferred: true);
        return Database.UseTransaction(snapshot)!;
    }

    // The number is for applications, and this one does not use it; writing it takes the lock and a page of the disk.
    public override void TryChange(TimeSpan limit) => Database.ExecuteSqlRaw("PRAGMA user_version=0");

    public override void Dispose()
    {
        base.Dispose();
        snapshot?.Dispose(); // which EF does not end, since it did not begin it
        Interlocked.Exchange(ref atEnd, null)?.Invoke();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (snapshot is not null)
            await snapshot.DisposeAsync();
        Interlocked.Exchange(ref atEnd, null)?.Invoke();
    }
}
