using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Bokgi.Host.Platform.Wake.Store;

internal static class PostgresListener
{
    private const int KeepAliveSeconds = 10;

    /// <summary>
    /// Calls the action at every notification, and once when listening starts, because earlier notifications may have been missed. Ends only by
    /// cancellation or an exception. If the database is not PostgreSQL, returns false at once.
    /// </summary>
    /// <exception cref="NpgsqlException">The connection cannot be made or is lost.</exception>
    public static async Task<bool> TryListenAsync(BokgiDatabase database, string channel, Action onNotification, CancellationToken cancel)
    {
        await using var context = database.Open();
        if (context is not PostgresBokgiContext)
            return false;
        var connectionString = new NpgsqlConnectionStringBuilder(context.Database.GetConnectionString())
        {
            Pooling = false,
            KeepAlive = KeepAliveSeconds,
            ApplicationName = "bokgi events",
        };
        await using var connection = new NpgsqlConnection(connectionString.ConnectionString);
        await connection.OpenAsync(cancel);
        connection.Notification += (_, _) => onNotification();
        await using (var listen = new NpgsqlCommand($"LISTEN {channel}", connection))
            await listen.ExecuteNonQueryAsync(cancel);
        onNotification();
        while (true)
            await connection.WaitAsync(cancel);
    }
}
