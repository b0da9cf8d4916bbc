using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Npgsql;

namespace Bokgi.Host.Platform.Jobs;

/// <summary>
/// Opens the storage of the job queues: PostgreSQL, shared by all processes, if DATABASE_URL is set; otherwise the memory of this process.
/// </summary>
internal static class JobStorages
{
    private const string Schema = "hangfire";

    // The key of an advisory lock: an arbitrary number that differs from the key of PostgresEngine.
    private const long PrepareLock = 423576268650;

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

    /// <summary>Creates Hangfire's tables. A lock admits one process at a time, because concurrent attempts would fail.</summary>
    public static void Prepare(HostSettings settings)
    {
        if (settings.DatabaseUrl.Length == 0)
            return;
        using var connection = new NpgsqlConnection(ConnectionString(settings));
        connection.Open();
        AdvisoryLock.RunLocked(connection, PrepareLock, () => PostgreSqlObjectsInstaller.Install(connection, Schema));
    }

    private static string ConnectionString(HostSettings settings) => PostgresAddress.Parse(settings.DatabaseUrl).ConnectionString;
}
