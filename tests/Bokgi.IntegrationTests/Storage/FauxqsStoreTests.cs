using Bokgi.IntegrationTests.Storage.Servers;

namespace Bokgi.IntegrationTests.Storage;

/// <summary>The contract on a third-party server.</summary>
public sealed class FauxqsStoreTests(FauxqsServer server) : StoreContract
{
    protected override IReadOnlyDictionary<string, string> Settings(string stateRoot) => server.Settings;
}
