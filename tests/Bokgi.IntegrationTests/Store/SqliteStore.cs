namespace Bokgi.IntegrationTests.Store;

public sealed class SqliteStore : StoreFixture
{
    public override string DatabaseUrl => string.Empty;
}
