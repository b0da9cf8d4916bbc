using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Bokgi.Host.Platform.Database;

internal sealed class PostgresBokgiContext(DbContextOptions<PostgresBokgiContext> options) : BokgiContext(options)
{
    public override IDbContextTransaction BeginSnapshot() => Database.BeginTransaction(IsolationLevel.RepeatableRead);

    public override Task<IDbContextTransaction> BeginSnapshotAsync() => Database.BeginTransactionAsync(IsolationLevel.RepeatableRead);

    public override void TryChange(TimeSpan limit)
    {
        Database.SetCommandTimeout(limit);
        Database.ExecuteSqlRaw("DELETE FROM audit WHERE false");
    }
}
