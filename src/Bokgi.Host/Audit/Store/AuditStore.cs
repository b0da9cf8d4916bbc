using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Queries;
using Bokgi.Markets;
using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.Audit.Store;

/// <summary>Stores the audit log. Entries are never deleted, and only the response status is ever changed.</summary>
internal sealed class AuditStore(BokgiDatabase database)
{
    public void Add(AuditRow entry)
    {
        using var context = database.OpenForWriting();
        context.Add(entry);
        context.SaveChanges();
    }

    /// <summary>Stores the entry of the current request, if it is one that may change something.</summary>
    public void AddForCurrentRequest()
    {
        using var context = database.OpenForWriting();
        context.Audit();
        context.SaveChanges();
    }

    /// <summary>Sets the final response status of an entry. Does nothing if the entry's transaction was rolled back.</summary>
    public void UpdateStatus(AuditRow entry, int status)
    {
        using var context = database.OpenForWriting();
        context
            .Set<AuditRow>()
            .Where(row =>
                row.Number == entry.Number // after a rollback the number may belong to another entry
                && row.TimeUtc == entry.TimeUtc
                && row.Caller == entry.Caller
                && row.Method == entry.Method
                && row.Route == entry.Route
                && row.Subject == entry.Subject
            )
            .ExecuteUpdate(set => set.SetProperty(row => row.Status, status));
    }

    /// <summary>Entries, newest first.</summary>
    public Page<AuditDocument> List(Paging paging)
    {
        using var context = database.Open();
        var rows = context.Set<AuditRow>().AsNoTracking();
        return new Page<AuditDocument>(
            rows.Count(),
            paging.Limit,
            paging.Offset,
            [.. rows.OrderByDescending(row => row.Number).Skip(paging.Offset).Take(paging.Limit).AsEnumerable().Select(Document)]
        );
    }

    private static AuditDocument Document(AuditRow row) =>
        new(UnixTime.Format(row.TimeUtc), row.Caller, row.Address, row.Method, row.Route, row.Subject, row.Status);
}
