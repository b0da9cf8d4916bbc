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

    /// <summary>Makes the tables of the queues where they are missing; once the server is there.</summary>
    public static void Prepare(HostSettings settings)
    {
        if (settings.DatabaseUrl.Length == 0)
            return;
        using var connection = new NpgsqlConnection(ConnectionString(settings));
        connection.Open();
        PostgreSqlObjectsInstaller.Install(connection, Schema);
    }

    private static string ConnectionString(HostSettings settings) => PostgresAddress.Parse(settings.DatabaseUrl).ConnectionString;
}
