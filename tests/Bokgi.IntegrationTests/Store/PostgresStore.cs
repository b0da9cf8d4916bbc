namespace Bokgi.IntegrationTests.Store;

/// <summary>A run store on a new PostgreSQL database.</summary>
public sealed class PostgresStore(PostgresServer server) : StoreFixture
{
    private readonly Lazy<string> address = new(() => server.CreateDatabase().ConnectionString);

    public override string DatabaseUrl => address.Value;
}
