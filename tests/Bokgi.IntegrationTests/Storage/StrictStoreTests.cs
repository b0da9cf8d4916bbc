using Bokgi.IntegrationTests.Storage.Servers;
using Xunit;

namespace Bokgi.IntegrationTests.Storage;

/// <summary>
/// Runs <see cref="StoreContract"/> on a server that is strict about signatures, checksums and permissions. The tests' key permits only the
/// S3 actions that docs/how-to/s3.md lists.
/// </summary>
public sealed class StrictStoreTests(StrictS3Server server) : StoreContract, IClassFixture<StrictS3Server>
{
    protected override IReadOnlyDictionary<string, string> GetSettings(string stateRoot) => server.Settings;
}
