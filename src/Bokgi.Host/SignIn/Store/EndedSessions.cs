using Bokgi.Host.Platform.Database;
using Bokgi.Markets;
using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.SignIn.Store;

/// <summary>Remembers sessions that were ended, for as long as their cookies would last.</summary>
internal sealed class EndedSessions(BokgiDatabase database, TimeProvider clock)
{
    public bool Contains(string id)
    {
        using var context = database.Open();
        return context.Set<EndedSessionRow>().Any(row => row.Id == id);
    }

    /// <summary>Keeps that a session begins, of which nothing but the audit log has to know.</summary>
    public void AuditBeginning()
    {
        using var context = database.OpenForWriting();
        context.Audit();
        context.SaveChanges();
    }

    public void Add(string id, DateTimeOffset expires)
    {
        var now = UnixTime.FromDateTime(clock.GetUtcNow().UtcDateTime);
        using var context = database.OpenForWriting();
        using var transaction = context.Database.BeginTransaction();
        context.Set<EndedSessionRow>().Where(row => row.ExpiresUtc < now).ExecuteDelete();
        context.Add(new EndedSessionRow { Id = id, ExpiresUtc = UnixTime.FromDateTime(expires.UtcDateTime) });
        context.Audit();
        try
        {
            context.SaveChanges();
            transaction.Commit();
        }
        catch (DbUpdateException) when (Contains(id))
        {
            // it was ended before
        }
    }
}
