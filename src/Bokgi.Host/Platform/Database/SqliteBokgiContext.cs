using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Bokgi.Host.Platform.Database;

internal sealed class SqliteBokgiContext(DbContextOptions<SqliteBokgiContext> options) : BokgiContext(options)
{
    private Action? disposalCallback;

    /// <summary>Makes the context use the connection. Disposing the context leaves the connection open and calls the action.</summary>
    public SqliteBokgiContext UseConnection(SqliteConnection connection, Action onDisposed)
    {
        Database.SetDbConnection(connection, contextOwnsConnection: false);
        disposalCallback = onDisposed;
        return this;
    }

    // Writing user_version takes the write lock and writes a page. SQLite leaves this number to applications, and Bokgi does not use it.
    // The busy timeout of the connection limits the wait.
    public override void CheckWritable(TimeSpan timeout) => Database.ExecuteSqlRaw("PRAGMA user_version=0");

    public override void Dispose()
    {
        base.Dispose();
        Interlocked.Exchange(ref disposalCallback, null)?.Invoke();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Interlocked.Exchange(ref disposalCallback, null)?.Invoke();
    }

    /// <summary>For <c>dotnet ef migrations add NAME --context SqliteBokgiContext</c>; connects to nothing.</summary>
    internal sealed class DesignTime : IDesignTimeDbContextFactory<SqliteBokgiContext>
    {
        public SqliteBokgiContext CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder<SqliteBokgiContext>().UseSqlite("Data Source=:memory:").Options);
    }
}
