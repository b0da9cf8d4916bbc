using Bokgi.Host.Platform.Database;
using Bokgi.Markets;
using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.Sessions.Store;

/// <summary>Remembers sessions that were ended, for as long as their cookies would last.</summary>
internal sealed class EndedSessions(BokgiDatabase database, TimeProvider clock)
{
    public bool Contains(string id)
    {
        using var context = database.Open();
        return context.Set<EndedSessionRow>().Any(row => row.Id == id);
    }

    public void Add(string id, DateTimeOffset expires)
    {
        var now = UnixTime.FromDateTime(clock.GetUtcNow().UtcDateTime);
        using var context = database.OpenForWriting();
        context.Set<EndedSessionRow>().Where(row => row.ExpiresUtc < now).ExecuteDelete();
        context.Add(new EndedSessionRow { Id = id, ExpiresUtc = UnixTime.FromDateTime(expires.UtcDateTime) });
        try
        {
            context.SaveChanges();
        }
        catch (DbUpdateException) when (Contains(id))
        {
            // it was ended before
        }
    }
}
