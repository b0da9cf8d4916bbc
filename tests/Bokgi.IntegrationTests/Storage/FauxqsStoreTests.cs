using Bokgi.IntegrationTests.Storage.Servers;

namespace Bokgi.IntegrationTests.Storage;

/// <summary>Runs <see cref="StoreContract"/> on fauxqs, a third-party S3 server.</summary>
public sealed class FauxqsStoreTests(FauxqsServer server) : StoreContract
{
    protected override IReadOnlyDictionary<string, string> GetSettings(string stateRoot) => server.Settings;
}
