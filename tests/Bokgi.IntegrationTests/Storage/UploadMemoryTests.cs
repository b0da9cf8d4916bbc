using Bokgi.Host.Platform.Settings;
using Bokgi.Host.Storage;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.IntegrationTests.Storage.Servers;
using Bokgi.IntegrationTests.Store;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Storage;

/// <summary>
/// Transfers do not hold the file in memory. Runs alone, because it counts the allocations of the whole process; the server is another
/// process.
/// </summary>
[Collection(nameof(Timed))]
public sealed class UploadMemoryTests(FauxqsServer server)
{
    private const int Large = 64 << 20;
    private const long Bound = 16 << 20;

    [Fact]
    public async Task UploadVerifyDownload_SixtyFourMebibytes_AllocateAFractionOfIt()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await using (var file = File.Create(folder.Of("source")))
            file.SetLength(Large);
        var values = server.Settings.ToDictionary(each => each.Key, each => (string?)each.Value);
        var store = ObjectStores.Open(HostSettings.Read(null, new ConfigurationBuilder().AddInMemoryCollection(values).Build()));
        var before = GC.GetTotalAllocatedBytes(precise: true);

        await store.UploadAsync("memory/large", folder.Of("source"), new Dictionary<string, string>(), cancel);
        (await store.VerifyAsync("memory/large", null, cancel)).ShouldBe(Verification.Good);
        await store.DownloadAsync("memory/large", folder.Of("copy"), cancel);

        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        TestContext.Current.TestOutputHelper?.WriteLine($"{allocated:N0} bytes allocated for {Large:N0} up and twice down");
        allocated.ShouldBeLessThan(Bound);
        new FileInfo(folder.Of("copy")).Length.ShouldBe(Large);
    }
}
