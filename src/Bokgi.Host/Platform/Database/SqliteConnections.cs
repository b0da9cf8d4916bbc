using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Bokgi.Host.Platform.Database;

/// <summary>
/// Open connections to the embedded database, used again and again. The driver's own pool takes one lock for each opening and closing, which
/// under two hundred clients took more than half of the time, and the pragmas would be said again each time.
/// </summary>
internal sealed class SqliteConnections(string connectionString) : IDisposable
{
    // SQLite itself waits for a lock in short steps, where the driver would look again only every 150 ms; NORMAL is safe with a write-ahead
    // log; mapped pages are shared by all connections.
    private const string Pragmas = "PRAGMA busy_timeout=30000; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=1073741824";

    private const int Kept = 32;

    private readonly ConcurrentStack<SqliteConnection> idle = [];
    private volatile bool isDisposed;

    /// <summary>An open connection, to be given back.</summary>
    public SqliteConnection Rent()
    {
        if (idle.TryPop(out var used))
            return used;
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = Pragmas;
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Takes a connection back that no transaction is open on.</summary>
    public void Return(SqliteConnection connection)
    {
        if (isDisposed || connection.State != System.Data.ConnectionState.Open || idle.Count >= Kept)
            connection.Dispose();
        else
            idle.Push(connection);
    }

    public void Dispose()
    {
        isDisposed = true;
        while (idle.TryPop(out var connection))
            connection.Dispose();
    }
}
