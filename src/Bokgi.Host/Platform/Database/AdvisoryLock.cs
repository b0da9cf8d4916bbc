using System.Data;
using System.Data.Common;

namespace Bokgi.Host.Platform.Database;

/// <summary>Locks of PostgreSQL that let one process at a time do something; each belongs to the connection that took it.</summary>
internal static class AdvisoryLock
{
    /// <param name="connection">An open connection to PostgreSQL.</param>
    /// <param name="number">Identifies the lock.</param>
    /// <param name="action">What only one process at a time may do.</param>
    /// <param name="timeout">How long to wait for the lock; null for the time limit of the connection's statements.</param>
    public static void Hold(DbConnection connection, long number, Action action, TimeSpan? timeout = null)
    {
        Execute("SELECT pg_advisory_lock({0})");
        try
        {
            action();
        }
        finally
        {
            if (connection.State == ConnectionState.Open) // a lost connection holds no lock, and unlocking would hide why it was lost
                Execute("SELECT pg_advisory_unlock({0})");
        }

        void Execute(string statement)
        {
            using var command = connection.CreateCommand();
            command.CommandText = string.Format(CultureInfo.InvariantCulture, statement, number);
            if (timeout is { } limit)
                command.CommandTimeout = (int)limit.TotalSeconds;
            command.ExecuteNonQuery();
        }
    }
}
