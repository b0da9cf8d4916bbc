using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.Audit.Store;

/// <summary>Stores the audit log. Entries are never deleted, and only the response status is ever changed.</summary>
internal sealed class AuditStore(BokgiDatabase database)
{
    public async Task AddAsync(AuditRow entry, CancellationToken cancel)
    {
        await using var context = await database.OpenForWritingAsync(cancel);
        context.Add(entry);
        await context.SaveChangesAsync(cancel);
    }

    /// <summary>Does nothing if the entry's transaction was rolled back.</summary>
    public async Task UpdateStatusAsync(AuditRow entry, int status, CancellationToken cancel)
    {
        await using var context = await database.OpenForWritingAsync(cancel);
        await context
            .Set<AuditRow>()
            .Where(row =>
                row.Number == entry.Number // after a rollback the number may belong to another entry
                && row.TimeUtc == entry.TimeUtc
                && row.Caller == entry.Caller
                && row.Method == entry.Method
                && row.Route == entry.Route
                && row.Subject == entry.Subject
            )
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Status, status), cancel);
    }

    /// <summary>Newest first.</summary>
    public async Task<Page<AuditDocument>> ListAsync(Paging paging, CancellationToken cancel)
    {
        await using var context = database.Open();
        var rows = context.Set<AuditRow>().AsNoTracking();
        var page = rows.OrderByDescending(row => row.Number).Skip(paging.Offset).Take(paging.Limit);
        return new Page<AuditDocument>(
            await rows.CountAsync(cancel),
            paging.Limit,
            paging.Offset,
            [.. (await page.ToListAsync(cancel)).Select(ToDocument)]
        );
    }

    private static AuditDocument ToDocument(AuditRow row) =>
        new(UnixTime.Format(row.TimeUtc), row.Caller, row.Address, row.Method, row.Route, row.Subject, row.Status);
}
