using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.Platform.Database;

namespace Bokgi.IntegrationTests.PaperTrading;

/// <summary>Reads stored sessions synchronously, for tests that poll.</summary>
internal sealed class StoredSessions(BokgiDatabase database)
{
    private readonly PaperQueries queries = new(database);

    /// <summary>The session that was created last; null if there is none.</summary>
    public PaperSessionRow? Newest => queries.FindAsync(null).GetAwaiter().GetResult();

    public PaperQueries.StoredSession LoadStoredSession(long number) => queries.LoadStoredSessionAsync(number).GetAwaiter().GetResult();
}
