using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.Platform.Database;

namespace Bokgi.IntegrationTests.PaperTrading;

/// <summary>Reads stored sessions synchronously, for tests that poll.</summary>
internal sealed class StoredSessions(BokgiDatabase database)
{
    private readonly PaperPages pages = new(database);

    /// <summary>The newest session.</summary>
    public PaperSessionRow? Newest => pages.FindAsync(null).GetAwaiter().GetResult();

    public PaperPages.Snapshot Whole(long number) => pages.WholeAsync(number).GetAwaiter().GetResult();
}
