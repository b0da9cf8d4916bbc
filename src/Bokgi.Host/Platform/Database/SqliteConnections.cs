using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Bokgi.Host.Platform.Database;

/// <summary>
/// A pool of open connections to the SQLite database. It replaces the driver's own pool for two reasons. In the driver's pool every opening
/// and closing takes the same lock; with two hundred clients this cost more than half of the time. The pragmas would also run at each opening.
/// </summary>
internal sealed class SqliteConnections(string connectionString) : IDisposable
{
    // NORMAL is safe with a write-ahead log. Mapping up to 1 GiB costs memory only once, because all connections share the mapped pages.
    private const string Pragmas = "PRAGMA synchronous=NORMAL; PRAGMA mmap_size=1073741824";

    private const int MaxIdle = 32;

    private readonly ConcurrentStack<SqliteConnection> idle = [];
    private volatile bool isDisposed;

    /// <summary>Rents an open connection. Its statements wait for locks as long as the timeout, but at least a second.</summary>
    public SqliteConnection Rent(TimeSpan lockTimeout)
    {
        if (idle.TryPop(out var pooled))
            return SetBusyTimeout(pooled, lockTimeout);
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            SetBusyTimeout(connection, lockTimeout);
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

    /// <summary>Returns a connection that has no open transaction.</summary>
    public void Return(SqliteConnection connection)
    {
        if (isDisposed || connection.State != System.Data.ConnectionState.Open || idle.Count >= MaxIdle)
            connection.Dispose();
        else
            idle.Push(connection);
    }

    // Lets SQLite itself wait for locks, because it polls at short intervals, whereas the driver polls only every 150 ms. The timeout is at
    // least a second, because the driver retries for that long even if SQLite gives up earlier.
    private static SqliteConnection SetBusyTimeout(SqliteConnection connection, TimeSpan lockTimeout)
    {
        raw.sqlite3_busy_timeout(connection.Handle, Math.Max(1_000, (int)lockTimeout.TotalMilliseconds));
        return connection;
    }

    public void Dispose()
    {
        isDisposed = true;
        while (idle.TryPop(out var connection))
            connection.Dispose();
    }
}
