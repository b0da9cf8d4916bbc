namespace Bokgi.IntegrationTests.Store;

/// <summary>A run store on a new SQLite file, which the program uses if DATABASE_URL is empty.</summary>
public sealed class SqliteStore : StoreFixture
{
    public override string DatabaseUrl => string.Empty;
}
