using Bokgi.Host.Platform.Database;
using Bokgi.MarketData;
using Bokgi.Markets;
using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.SignIn.Store;

/// <summary>Stores ended sessions until their cookies would have expired.</summary>
internal sealed class EndedSessions(BokgiDatabase database, TimeProvider clock)
{
    public bool Contains(string id)
    {
        using var context = database.Open();
        return context.Set<EndedSessionRow>().Any(row => row.Id == id);
    }

    /// <summary>Records the start of a session in the audit log, the only place where it is stored.</summary>
    public void AuditBeginning()
    {
        using var context = database.OpenForWriting();
        context.Audit();
        context.SaveChanges();
    }

    public void Add(string id, DateTimeOffset expires)
    {
        var now = clock.NowUtc();
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
            // the session was ended before
        }
    }
}
