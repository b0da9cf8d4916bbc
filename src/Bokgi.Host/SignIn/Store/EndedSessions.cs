using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.SignIn.Store;

/// <summary>The sessions that were ended before they expired; their cookies are no longer valid.</summary>
internal sealed class EndedSessions(BokgiDatabase database, TimeProvider clock)
{
    public async Task<bool> ContainsAsync(string id, CancellationToken cancel)
    {
        await using var context = database.Open();
        return await context.Set<EndedSessionRow>().AnyAsync(row => row.Id == id, cancel);
    }

    /// <summary>Adds a session, and deletes sessions that have expired in the meantime.</summary>
    public async Task AddAsync(string id, DateTimeOffset expires, CancellationToken cancel)
    {
        var now = clock.NowUtc();
        await using var context = await database.OpenForWritingAsync(cancel);
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        await context.Set<EndedSessionRow>().Where(row => row.ExpiresUtc < now).ExecuteDeleteAsync(cancel);
        context.Add(new EndedSessionRow { Id = id, ExpiresUtc = UnixTime.FromDateTime(expires.UtcDateTime) });
        context.Audit();
        try
        {
            await context.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
        }
        catch (DbUpdateException)
        {
            if (!await ContainsAsync(id, cancel)) // otherwise another request has ended the session
                throw;
        }
    }
}
