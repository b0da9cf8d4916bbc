using Bokgi.Host.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Bokgi.Host.Platform.Events.Store;

/// <summary>Listens on its own connection for events committed to PostgreSQL by any process.</summary>
internal sealed class PostgresListener(BokgiDatabase database)
{
    private const int SecondsBetweenSignsOfLife = 10;

    /// <summary>Whether the database is PostgreSQL.</summary>
    public bool IsOfUse
    {
        get
        {
            using var context = database.Open();
            return context is PostgresBokgiContext;
        }
    }

    /// <summary>Calls back when listening starts and at every commit, until the connection is lost or the call is cancelled.</summary>
    /// <exception cref="NpgsqlException">The connection cannot be made or is lost.</exception>
    public async Task ListenAsync(Action heard, CancellationToken cancel)
    {
        await using var context = database.Open();
        var address = new NpgsqlConnectionStringBuilder(context.Database.GetConnectionString())
        {
            Pooling = false,
            KeepAlive = SecondsBetweenSignsOfLife,
            ApplicationName = "bokgi events",
        };
        await using var connection = new NpgsqlConnection(address.ConnectionString);
        await connection.OpenAsync(cancel);
        connection.Notification += (_, _) => heard();
        await using (var listen = new NpgsqlCommand("LISTEN bokgi_events", connection))
            await listen.ExecuteNonQueryAsync(cancel);
        heard();
        while (!cancel.IsCancellationRequested)
            await connection.WaitAsync(cancel);
    }
}
