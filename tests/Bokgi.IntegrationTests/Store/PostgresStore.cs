namespace Bokgi.IntegrationTests.Store;

public sealed class PostgresStore(PostgresServer server) : StoreFixture
{
    private readonly Lazy<string> address = new(() => server.CreateDatabase().ConnectionString);

    public override string DatabaseUrl => address.Value;
}
