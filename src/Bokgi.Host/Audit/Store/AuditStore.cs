using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Queries;
using Bokgi.Markets;
using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.Audit.Store;

/// <summary>Keeps the audit log. Nothing changes or removes an entry.</summary>
internal sealed class AuditStore(BokgiDatabase database)
{
    public void Add(AuditRow entry)
    {
        using var context = database.OpenForWriting();
        context.Add(entry);
        context.SaveChanges();
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
