namespace Bokgi.IntegrationTests.Store;

/// <summary>A run store on a new SQLite file.</summary>
public sealed class SqliteStore : StoreFixture
{
    public override string DatabaseUrl => string.Empty;
}
