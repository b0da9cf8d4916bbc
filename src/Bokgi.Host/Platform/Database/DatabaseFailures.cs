using Microsoft.Data.Sqlite;
using Npgsql;

namespace Bokgi.Host.Platform.Database;

/// <summary>Tells a database that cannot be used at the moment from a fault of the program.</summary>
internal static class DatabaseFailures
{
    private const int SqliteConstraint = 19;
    private const int SqliteError = 1; // a statement that is wrong
    private const string NoSuchDatabase = "3D000";
    private const string ReadOnlyTransaction = "25006";

    /// <summary>Whether the database is down, out of room or held by others; what it then said goes to the log only.</summary>
    public static bool IsDatabaseDown(this Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is DatabaseUnavailableException or NpgsqlException { IsTransient: true })
                return true;
            if (cause is SqliteException { SqliteErrorCode: not (SqliteConstraint or SqliteError) })
                return true;
            if (cause is NpgsqlException and not PostgresException)
                return true; // no answer of the server at all
            if (cause is PostgresException { SqlState: NoSuchDatabase or ReadOnlyTransaction or ['5', '7', 'P', ..] })
                return true; // it is being stopped, out of room or may only be read, or the database was taken away
        }

        return false;
    }
}
