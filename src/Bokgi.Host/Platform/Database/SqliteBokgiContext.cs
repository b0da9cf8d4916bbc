using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Bokgi.Host.Platform.Database;

/// <summary>The embedded database.</summary>
internal sealed class SqliteBokgiContext(DbContextOptions<SqliteBokgiContext> options) : BokgiContext(options)
{
    // A transaction that is not deferred would take the lock of writers.
    public override IDbContextTransaction BeginSnapshot()
    {
        Database.OpenConnection();
        return Database.UseTransaction(((SqliteConnection)Database.GetDbConnection()).BeginTransaction(deferred: true))!;
    }
}
