using System.Data.Common;
using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Settings;
using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Npgsql;

namespace Bokgi.Host.Platform.Jobs;

/// <summary>Where what is queued waits: in PostgreSQL for any number of processes, else in this process.</summary>
internal static class JobStorages
{
    private const string Schema = "hangfire";
    private const string TakeTurn = "SELECT pg_advisory_lock(423576268650)";
    private const string EndTurn = "SELECT pg_advisory_unlock(423576268650)";

    // A worker that lives renews its hold on a job; what it holds when it dies is given to others after this time at the latest.
    private static readonly TimeSpan Invisibility = TimeSpan.FromSeconds(45);

    private static readonly TimeSpan Kept = TimeSpan.FromHours(6);
    private static readonly TimeSpan KeptInMemory = TimeSpan.FromMinutes(10);

    /// <summary>The storage; no server need be there yet.</summary>
    public static JobStorage Open(HostSettings settings)
    {
        if (settings.DatabaseUrl.Length == 0)
            return new InMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = KeptInMemory });
        var options = new PostgreSqlStorageOptions
        {
            SchemaName = Schema,
            PrepareSchemaIfNecessary = false,
            UseSlidingInvisibilityTimeout = true,
            InvisibilityTimeout = Invisibility,
            EnableLongPolling = true,
            QueuePollInterval = TimeSpan.FromSeconds(5),
        };
        return new PostgreSqlStorage(new NpgsqlConnectionFactory(ConnectionString(settings), options), options)
        {
            JobExpirationTimeout = Kept,
        };
    }

    /// <summary>Makes the tables of the queues where they are missing; once the server is there. Processes that do so at once take turns, since Hangfire would fail in all but one.</summary>
    public static void Prepare(HostSettings settings)
    {
        if (settings.DatabaseUrl.Length == 0)
            return;
        using var connection = new NpgsqlConnection(ConnectionString(settings));
        connection.Open();
        Execute(connection, TakeTurn);
        try
        {
            PostgreSqlObjectsInstaller.Install(connection, Schema);
        }
        finally
        {
            Execute(connection, EndTurn);
        }
    }

    /// <summary>Whether the queues can be asked.</summary>
    public static bool Answers(this JobStorage storage)
    {
        try
        {
            return storage.GetMonitoringApi().EnqueuedCount(JobQueue.Backtests) >= 0;
        }
        catch (DbException)
        {
            return false;
        }
    }

    private static void Execute(NpgsqlConnection connection, string statement)
    {
        using var command = new NpgsqlCommand(statement, connection);
        command.ExecuteNonQuery();
    }

    private static string ConnectionString(HostSettings settings) => PostgresAddress.Parse(settings.DatabaseUrl).ConnectionString;
}
