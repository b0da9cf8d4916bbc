using Microsoft.Data.Sqlite;
using Npgsql;

namespace Bokgi.Host.Platform.Errors;

/// <summary>Distinguishes a temporarily unusable database from a bug in the program.</summary>
internal static class DatabaseFailures
{
    private const int SqliteConstraint = 19;
    private const int SqliteError = 1; // an invalid statement
    private const string NoSuchDatabase = "3D000";
    private const string ReadOnlyTransaction = "25006";

    /// <summary>Whether the database is down, out of space or locked by others. Its message should only be logged.</summary>
    public static bool IsDatabaseDown(this Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is DatabaseUnavailableException or NpgsqlException { IsTransient: true })
                return true;
            if (cause is SqliteException { SqliteErrorCode: not (SqliteConstraint or SqliteError) })
                return true;
            if (cause is NpgsqlException and not PostgresException)
                return true; // no response from the server
            if (cause is PostgresException { SqlState: NoSuchDatabase or ReadOnlyTransaction or ['5', '7', 'P', ..] })
                return true; // it is shutting down, out of space or read-only, or the database was dropped
        }

        return false;
    }
}
