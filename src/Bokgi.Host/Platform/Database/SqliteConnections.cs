using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Bokgi.Host.Platform.Database;

/// <summary>
/// Open connections to the embedded database, used again and again. The driver's own pool takes one lock for each opening and closing, which
/// under two hundred clients took more than half of the time, and the pragmas would be said again each time.
/// </summary>
internal sealed class SqliteConnections(string connectionString) : IDisposable
{
    // NORMAL is safe with a write-ahead log; mapped pages are shared by all connections.
    private const string Pragmas = "PRAGMA synchronous=NORMAL; PRAGMA mmap_size=1073741824";

    private const int Kept = 32;

    private readonly ConcurrentStack<SqliteConnection> idle = [];
    private volatile bool isDisposed;

    /// <summary>An open connection, to be given back.</summary>
    /// <param name="patience">How long a statement waits for the lock of another connection.</param>
    public SqliteConnection Rent(TimeSpan patience)
    {
        if (idle.TryPop(out var used))
            return Waiting(used, patience);
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            Waiting(connection, patience);
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

    // SQLite waits in short steps, where the driver would look again only every 150 ms; the driver does so for at least a second, whatever
    // it is told here.
    private static SqliteConnection Waiting(SqliteConnection connection, TimeSpan patience)
    {
        raw.sqlite3_busy_timeout(connection.Handle, Math.Max(1_000, (int)patience.TotalMilliseconds));
        return connection;
    }

    public void Dispose()
    {
        isDisposed = true;
        while (idle.TryPop(out var connection))
            connection.Dispose();
    }
}
