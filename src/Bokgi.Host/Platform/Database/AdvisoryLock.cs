using System.Data;
using System.Data.Common;

namespace Bokgi.Host.Platform.Database;

/// <summary>PostgreSQL's advisory locks. A lock belongs to the connection that acquired it.</summary>
internal static class AdvisoryLock
{
    /// <summary>Runs the action while the connection holds the lock.</summary>
    /// <param name="connection">An open connection to PostgreSQL.</param>
    /// <param name="number">Identifies the lock.</param>
    /// <param name="action">What only one process at a time may do.</param>
    /// <param name="timeout">How long to wait for the lock; null for the connection's command timeout.</param>
    public static void RunLocked(DbConnection connection, long number, Action action, TimeSpan? timeout = null)
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
