using System.Security.Cryptography;
using Bokgi.Host.Platform.Settings;
using Bokgi.Host.Storage;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.IntegrationTests.Storage.Servers;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Storage;

/// <summary>What every object store guarantees. Derived classes choose the store.</summary>
public abstract class StoreContract : IDisposable
{
    private const string ParquetKey = "backtests/2026-01-01/R1/trades.parquet";

    private static readonly Dictionary<string, string> NoMetadata = [];

    private readonly TemporaryFolder folder = new();
    private readonly string prefix = $"{Guid.NewGuid():N}/";
    private readonly Lazy<IObjectStore> store;

    protected StoreContract() => store = new Lazy<IObjectStore>(() => ObjectStores.Open(ReadSettings()));

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The settings that select the store.</summary>
    /// <param name="stateRoot">A folder that only this test uses.</param>
    protected abstract IReadOnlyDictionary<string, string> GetSettings(string stateRoot);

    [Fact]
    public async Task Upload_File_DownloadsWithItsMetadata()
    {
        Dictionary<string, string> metadata = new() { ["strategy"] = "매물대 돌파  100 %+", ["run"] = "R1" };
        var content = CreateContent(100_000);

        var stored = await store.Value.UploadAsync(prefix + ParquetKey, WriteFile(content), metadata, Cancel);
        await store.Value.DownloadAsync(prefix + ParquetKey, folder.PathOf("copy"), Cancel);

        File.ReadAllBytes(folder.PathOf("copy")).ShouldBe(content);
        (stored.Key, stored.Size, stored.ETag).ShouldBe(
            (prefix + ParquetKey, 100_000, Convert.ToHexStringLower(Checksum.Compute("md5", content)))
        );
        metadata["sha256"] = Convert.ToHexStringLower(SHA256.HashData(content));
        stored.Metadata.ShouldBe(metadata, ignoreOrder: true);
        var found = (await store.Value.FindAsync(prefix + ParquetKey, Cancel)).ShouldNotBeNull();
        found.Metadata.ShouldBe(metadata, ignoreOrder: true);
        (found with { Metadata = stored.Metadata }).ShouldBe(stored);
        (await store.Value.VerifyAsync(prefix + ParquetKey, null, Cancel)).ShouldBe(Verification.Intact);
    }

    [Fact]
    public async Task Upload_ExistingKey_ReplacesTheObject()
    {
        await store.Value.UploadAsync(prefix + "a", WriteFile(CreateContent(10)), new Dictionary<string, string> { ["old"] = "1" }, Cancel);
        await store.Value.UploadAsync(prefix + "a", WriteFile("new"u8.ToArray()), NoMetadata, Cancel);

        await store.Value.DownloadAsync(prefix + "a", folder.PathOf("copy"), Cancel);

        File.ReadAllText(folder.PathOf("copy")).ShouldBe("new");
        (await store.Value.FindAsync(prefix + "a", Cancel))!.Metadata.Keys.ShouldBe(["sha256"]);
    }

    [Fact]
    public async Task Upload_EmptyFile_DownloadsEmpty()
    {
        await store.Value.UploadAsync(prefix + "empty", WriteFile([]), NoMetadata, Cancel);

        await store.Value.DownloadAsync(prefix + "empty", folder.PathOf("copy"), Cancel);

        new FileInfo(folder.PathOf("copy")).Length.ShouldBe(0);
        (await store.Value.VerifyAsync(prefix + "empty", null, Cancel)).ShouldBe(Verification.Intact);
    }

    [Fact]
    public async Task Upload_SixtyFourMebibytes_DownloadUnchanged()
    {
        var content = CreateContent(64 << 20);

        var stored = await store.Value.UploadAsync(prefix + "large", WriteFile(content), NoMetadata, Cancel);

        stored.ETag.ShouldBe(ETagOfParts(content, partSize: 8 << 20));
        (await store.Value.VerifyAsync(prefix + "large", null, Cancel)).ShouldBe(Verification.Intact);
        await store.Value.DownloadAsync(prefix + "large", folder.PathOf("copy"), Cancel);
        File.ReadAllBytes(folder.PathOf("copy")).AsSpan().SequenceEqual(content).ShouldBeTrue();
    }

    [Theory]
    [InlineData("with space.parquet")]
    [InlineData("a+b&c=d?e#f.parquet")]
    [InlineData("백분율 100%.parquet")]
    [InlineData("%41%2F.parquet")]
    [InlineData("(한글)/복기 ~'!*.parquet")]
    public async Task Upload_UnusualKey_WorksInEveryOperation(string name)
    {
        var key = prefix + name;
        await store.Value.UploadAsync(key, WriteFile("x"u8.ToArray()), NoMetadata, Cancel);

        (await ListKeysAsync(prefix)).ShouldBe([key]);
        (await ListKeysAsync(key)).ShouldBe([key]);
        (await store.Value.FindAsync(key, Cancel))!.Size.ShouldBe(1);
        (await store.Value.VerifyAsync(key, null, Cancel)).ShouldBe(Verification.Intact);
        await store.Value.DeleteAsync(key, Cancel);
        (await ListKeysAsync(prefix)).ShouldBeEmpty();
    }

    [Fact]
    public async Task List_Prefix_ReturnsMatchingKeysInOrder()
    {
        foreach (var key in (string[])["b", "a/2", "a/1", "ab"])
            await store.Value.UploadAsync(prefix + key, WriteFile("x"u8.ToArray()), NoMetadata, Cancel);

        (await ListKeysAsync(prefix)).ShouldBe([prefix + "a/1", prefix + "a/2", prefix + "ab", prefix + "b"]);
        (await ListKeysAsync(prefix + "a")).ShouldBe([prefix + "a/1", prefix + "a/2", prefix + "ab"]);
        (await ListKeysAsync(prefix + "a/")).ShouldBe([prefix + "a/1", prefix + "a/2"]);
        (await ListKeysAsync(prefix + "c")).ShouldBeEmpty();
        var listed = await store.Value.ListAsync(prefix + "b", Cancel).SingleAsync(Cancel);
        var found = (await store.Value.FindAsync(prefix + "b", Cancel))!;
        listed.ShouldBe(found with { Metadata = listed.Metadata });
        listed.Metadata.ShouldBeEmpty();
    }

    [Fact]
    public async Task EveryOperation_MissingKey_ReportsNotFound()
    {
        var key = prefix + "nothing";

        (await store.Value.FindAsync(key, Cancel)).ShouldBeNull();
        await store.Value.DeleteAsync(key, Cancel); // no error, as in S3
        var error = await Should.ThrowAsync<StorageException>(() => store.Value.DownloadAsync(key, folder.PathOf("copy"), Cancel));
        (error.Kind, error.Message.Contains(key, StringComparison.Ordinal)).ShouldBe((StorageErrorKind.NotFound, true));
        (await Should.ThrowAsync<StorageException>(() => store.Value.VerifyAsync(key, null, Cancel))).Kind.ShouldBe(
            StorageErrorKind.NotFound
        );
        Directory.GetFiles(folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task Upload_Cancelled_LeavesNothing()
    {
        var path = WriteFile(CreateContent(1_000));
        await Should.ThrowAsync<OperationCanceledException>(() =>
            store.Value.UploadAsync(prefix + "a", path, NoMetadata, new CancellationToken(canceled: true))
        );

        (await ListKeysAsync(prefix)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Upload_FileMissing_ThrowsFileNotFound() =>
        await Should.ThrowAsync<FileNotFoundException>(() =>
            store.Value.UploadAsync(prefix + "a", folder.PathOf("none"), NoMetadata, Cancel)
        );

    public void Dispose()
    {
        if (store is { IsValueCreated: true, Value: IDisposable disposable })
            disposable.Dispose();
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Creates random bytes, which are always the same for the same length.</summary>
    internal static byte[] CreateContent(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        return content;
    }

    // The ETag of an object uploaded in parts of this many bytes: the MD5 of the parts' MD5s, then the number of parts (AWS documentation).
    private static string ETagOfParts(byte[] content, int partSize)
    {
        byte[][] parts = [.. content.Chunk(partSize).Select(part => Checksum.Compute("md5", part))];
        return $"{Convert.ToHexStringLower(Checksum.Compute("md5", [.. parts.SelectMany(part => part)]))}-{parts.Length}";
    }

    private string WriteFile(byte[] content)
    {
        var path = folder.PathOf("source", Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    private ValueTask<List<string>> ListKeysAsync(string prefix) =>
        store.Value.ListAsync(prefix, Cancel).Select(item => item.Key).ToListAsync(Cancel);

    private HostSettings ReadSettings()
    {
        var values = GetSettings(folder.PathOf("state")).ToDictionary(setting => setting.Key, setting => (string?)setting.Value);
        return HostSettings.Read(null, new ConfigurationBuilder().AddInMemoryCollection(values).Build());
    }
}
