namespace Bokgi.Host.Audit.Store;

/// <summary>Stores the audit log. Entries are never deleted, and only the response status is ever changed.</summary>
internal sealed class AuditStore(BokgiDatabase database)
{
    public async Task AddAsync(AuditRow entry, CancellationToken cancel)
    {
        await using var connection = await database.ConnectForWritingAsync(cancel);
        await AddAsync(connection, entry, cancel);
    }

    /// <summary>Adds an entry in the transaction of the connection, and sets its number.</summary>
    public static async Task AddAsync(DatabaseConnection connection, AuditRow entry, CancellationToken cancel) =>
        entry.Number = await connection.FirstAsync(
            $"""
            INSERT INTO audit ("TimeUtc", "Caller", "Address", "Method", "Route", "Subject", "Status")
            VALUES ({entry.TimeUtc}, {entry.Caller}, {entry.Address}, {entry.Method}, {entry.Route}, {entry.Subject}, {entry.Status})
            RETURNING "Number"
            """,
            row => row.GetInt64(0),
            cancel
        );

    /// <summary>Does nothing if the entry's transaction was rolled back.</summary>
    public async Task UpdateStatusAsync(AuditRow entry, int status, CancellationToken cancel)
    {
        await using var connection = await database.ConnectForWritingAsync(cancel);
        // After a rollback another entry may get the same number, so the other columns are compared too.
        await connection.ExecuteAsync(
            $"""
            UPDATE audit SET "Status" = {status}
            WHERE "Number" = {entry.Number} AND "TimeUtc" = {entry.TimeUtc} AND "Caller" = {entry.Caller} AND "Method" = {entry.Method}
                AND "Route" = {entry.Route} AND COALESCE("Subject", '') = {entry.Subject ?? string.Empty}
            """,
            cancel
        );
    }

    /// <summary>Newest first.</summary>
    public async Task<Page<AuditDocument>> ListAsync(Paging paging, CancellationToken cancel)
    {
        await using var connection = await database.ConnectAsync(cancel);
        await connection.BeginSnapshotAsync();
        var count = await connection.FirstAsync($"SELECT COUNT(*) FROM audit", row => row.GetInt32(0), cancel);
        var entries = await connection.QueryAsync(
            $"""
            SELECT "TimeUtc", "Caller", "Address", "Method", "Route", "Subject", "Status" FROM audit
            ORDER BY "Number" DESC LIMIT {paging.Limit} OFFSET {paging.Offset}
            """,
            row => new AuditDocument(
                UnixTime.Format(row.GetInt64(0)),
                row.GetString(1),
                row.GetNullableString(2),
                row.GetString(3),
                row.GetString(4),
                row.GetNullableString(5),
                row.GetInt32(6)
            ),
            cancel
        );
        return new Page<AuditDocument>(count, paging.Limit, paging.Offset, entries);
    }
}
