using Bokgi.Host.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Bokgi.Host.Platform.Events.Store;

/// <summary>Hears over a connection of its own when PostgreSQL commits events, whichever process added them.</summary>
internal sealed class PostgresListener(BokgiDatabase database)
{
    private const int SecondsBetweenSignsOfLife = 10;

    /// <summary>Whether the database is one that can be listened to.</summary>
    public bool IsOfUse
    {
        get
        {
            using var context = database.Open();
            return context is PostgresBokgiContext;
        }
    }

    /// <summary>Calls back when listening begins and at every commit, until the connection is lost or the wait ends.</summary>
    /// <exception cref="NpgsqlException">The connection could not be made, or is lost.</exception>
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
