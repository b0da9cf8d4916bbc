using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Bokgi.Host.Platform.Database;

/// <summary>What every connection to the embedded database is told.</summary>
/// <remarks>SQLite itself waits for a lock in short steps, where the driver would look again only every 150 ms; NORMAL is safe with a write-ahead log; mapped pages are shared by all connections.</remarks>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    private const string Pragmas = "PRAGMA busy_timeout=30000; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=1073741824";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
