using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Bokgi.Host.Platform.Database;

/// <summary>The embedded database.</summary>
/// <param name="options">How it is opened.</param>
/// <param name="turn">Given back when the context is disposed of; null for one that only reads.</param>
internal sealed class SqliteBokgiContext(DbContextOptions<SqliteBokgiContext> options, SemaphoreSlim? turn = null) : BokgiContext(options)
{
    private SemaphoreSlim? turn = turn;

    public override void Dispose()
    {
        base.Dispose();
        Interlocked.Exchange(ref turn, null)?.Release();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Interlocked.Exchange(ref turn, null)?.Release();
    }

    // A transaction that is not deferred would take the lock of writers.
    public override IDbContextTransaction BeginSnapshot()
    {
        Database.OpenConnection();
        return Database.UseTransaction(((SqliteConnection)Database.GetDbConnection()).BeginTransaction(deferred: true))!;
    }
}
