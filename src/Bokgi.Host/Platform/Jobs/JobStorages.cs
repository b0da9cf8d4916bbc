using System.Data;
using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Npgsql;

namespace Bokgi.Host.Platform.Jobs;

/// <summary>The storage of the job queues: in PostgreSQL, shared by all processes, otherwise in the memory of this process.</summary>
internal static class JobStorages
{
    private const string Schema = "hangfire";
    private const string LockStatement = "SELECT pg_advisory_lock(423576268650)";
    private const string UnlockStatement = "SELECT pg_advisory_unlock(423576268650)";

    // A live worker keeps renewing its lease on a job; the jobs of a dead worker become visible to other workers after this time.
    private static readonly TimeSpan InvisibilityTimeout = TimeSpan.FromSeconds(45);

    private static readonly TimeSpan Retention = TimeSpan.FromHours(6);
    private static readonly TimeSpan RetentionInMemory = TimeSpan.FromMinutes(10);

    public static JobStorage Open(HostSettings settings)
    {
        if (settings.DatabaseUrl.Length == 0)
            return new InMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = RetentionInMemory });
        var options = new PostgreSqlStorageOptions
        {
            SchemaName = Schema,
            PrepareSchemaIfNecessary = false,
            UseSlidingInvisibilityTimeout = true,
            InvisibilityTimeout = InvisibilityTimeout,
            EnableLongPolling = true,
            QueuePollInterval = TimeSpan.FromSeconds(5),
        };
        return new PostgreSqlStorage(new NpgsqlConnectionFactory(ConnectionString(settings), options), options)
        {
            JobExpirationTimeout = Retention,
        };
    }

    /// <summary>Creates Hangfire's tables, in one process at a time, because concurrent attempts would fail.</summary>
    public static void Prepare(HostSettings settings)
    {
        if (settings.DatabaseUrl.Length == 0)
            return;
        using var connection = new NpgsqlConnection(ConnectionString(settings));
        connection.Open();
        Execute(connection, LockStatement);
        try
        {
            PostgreSqlObjectsInstaller.Install(connection, Schema);
        }
        finally
        {
            if (connection.State == ConnectionState.Open) // a lost one holds no lock, and its failure is the one to report
                Execute(connection, UnlockStatement);
        }
    }

    private static void Execute(NpgsqlConnection connection, string statement)
    {
        using var command = new NpgsqlCommand(statement, connection);
        command.ExecuteNonQuery();
    }

    private static string ConnectionString(HostSettings settings) => PostgresAddress.Parse(settings.DatabaseUrl).ConnectionString;
}
