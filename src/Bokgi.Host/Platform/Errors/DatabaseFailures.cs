using Microsoft.Data.Sqlite;
using Npgsql;

namespace Bokgi.Host.Platform.Errors;

/// <summary>Distinguishes a temporarily unusable database from a bug in the program.</summary>
internal static class DatabaseFailures
{
    // Result codes of SQLite that only a bug in the program can cause.
    private const int SqliteError = 1; // an invalid statement
    private const int SqliteTooBig = 18;
    private const int SqliteConstraint = 19;
    private const int SqliteMismatch = 20;
    private const int SqliteMisuse = 21;
    private const int SqliteRange = 25;

    // SQLSTATE codes of PostgreSQL.
    private const string NoSuchDatabase = "3D000";
    private const string ReadOnlyTransaction = "25006";

    /// <summary>
    /// Whether the database is down, out of space or locked by others. The failure's message may be logged, but not shown to clients.
    /// </summary>
    public static bool IsDatabaseDown(this Exception failure) => failure.Causes().Any(IsDown);

    private static bool IsDown(Exception cause) =>
        cause switch
        {
            DatabaseUnavailableException or NpgsqlException { IsTransient: true } => true,
            SqliteException
            {
                SqliteErrorCode: not (SqliteError or SqliteTooBig or SqliteConstraint or SqliteMismatch or SqliteMisuse or SqliteRange)
            } => true,
            // The server is starting or shutting down, or the database is read-only or was dropped.
            PostgresException { SqlState: NoSuchDatabase or ReadOnlyTransaction or ['5', '7', 'P', ..] } => true,
            NpgsqlException and not PostgresException => true, // no response from the server
            _ => false,
        };
}
