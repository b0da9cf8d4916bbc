using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.Platform.Database;

namespace Bokgi.IntegrationTests.PaperTrading;

/// <summary>Reads stored sessions synchronously, for tests that poll.</summary>
internal sealed class StoredSessions(BokgiDatabase database)
{
    private readonly PaperQueries pages = new(database);

    /// <summary>The newest session.</summary>
    public PaperSessionRow? Newest => pages.FindAsync(null).GetAwaiter().GetResult();

    public PaperQueries.Snapshot LoadSnapshot(long number) => pages.SnapshotAsync(number).GetAwaiter().GetResult();
}
