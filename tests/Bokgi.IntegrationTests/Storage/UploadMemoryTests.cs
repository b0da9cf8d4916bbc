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
/// An upload, a verification or a download never holds the whole file in memory. The test runs alone, because it counts the allocations of the
/// whole process. The allocations of the S3 server do not count, because it is another process.
/// </summary>
[Collection(nameof(MeasuringTests))]
public sealed class UploadMemoryTests(FauxqsServer server)
{
    private const int FileBytes = 64 << 20;
    private const long MaxAllocatedBytes = 16 << 20;

    [Fact]
    public async Task UploadVerifyDownload_SixtyFourMebibytes_AllocateOnlyAFraction()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await using (var file = File.Create(folder.PathOf("source")))
            file.SetLength(FileBytes);
        var values = server.Settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value);
        var store = ObjectStores.Open(HostSettings.Read(null, new ConfigurationBuilder().AddInMemoryCollection(values).Build()));
        var allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);

        await store.UploadAsync("memory/large", folder.PathOf("source"), new Dictionary<string, string>(), cancel);
        // To verify an object, the store downloads it.
        (await store.VerifyAsync("memory/large", sha256: null, cancel)).ShouldBe(Verification.Intact);
        await store.DownloadAsync("memory/large", folder.PathOf("copy"), cancel);

        var allocated = GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore;
        TestContext.Current.TestOutputHelper?.WriteLine($"{allocated:N0} bytes allocated; {FileBytes:N0} uploaded once, downloaded twice");
        allocated.ShouldBeLessThan(MaxAllocatedBytes);
        new FileInfo(folder.PathOf("copy")).Length.ShouldBe(FileBytes);
    }
}
