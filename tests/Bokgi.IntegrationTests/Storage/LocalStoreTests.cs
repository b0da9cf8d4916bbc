using Bokgi.Host.Storage;
using Bokgi.Host.Storage.Local;
using Bokgi.IntegrationTests.CommandLine;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Storage;

public sealed class LocalStoreTests : StoreContract
{
    private static readonly Dictionary<string, string> NoMetadata = [];

    protected override IReadOnlyDictionary<string, string> GetSettings(string stateRoot) =>
        new Dictionary<string, string> { ["STATE_ROOT"] = stateRoot };

    [Theory]
    [InlineData("../outside")]
    [InlineData("/tmp/outside")]
    [InlineData("a/../../outside")]
    [InlineData(".making/run")]
    public async Task EveryOperation_KeyOutsideTheFolder_IsRefused(string key)
    {
        using var folder = new TemporaryFolder();
        var store = new LocalStore(folder.PathOf("results"));
        var source = folder.WriteText("source", "x");

        Func<Task>[] attempts =
        [
            () => store.UploadAsync(key, source, NoMetadata, Cancel),
            () => store.DownloadAsync(key, folder.PathOf("copy"), Cancel),
            () => store.DeleteAsync(key, Cancel),
            () => store.FindAsync(key, Cancel),
            () => store.VerifyAsync(key, null, Cancel),
        ];
        foreach (var attempt in attempts)
            (await Should.ThrowAsync<StorageException>(attempt)).Message.ShouldBe(
                $"'{key}' names no file in {store.Name}; parts of a key are separated by / and do not begin with a dot"
            );

        Directory.GetFileSystemEntries(folder.Path).ShouldBe([source]);
    }

    [Fact]
    public async Task List_FolderOfRuns_OmitsInternalFiles()
    {
        using var folder = new TemporaryFolder();
        foreach (var path in (string[])["backtests/2026-01-01/R1/trades.parquet", ".pending/note", ".making/x/trades.parquet", ".lock"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.PathOf(path))!);
            folder.WriteText(path, "abc");
        }

        var store = new LocalStore(folder.Path);
        var found = await store.ListAsync(string.Empty, Cancel).SingleAsync(Cancel);

        // The ETag is the MD5 of "abc".
        (found.Key, found.Size, found.ETag).ShouldBe(("backtests/2026-01-01/R1/trades.parquet", 3, "900150983cd24fb0d6963f7d28e17f72"));
        (await store.VerifyAsync(found.Key, null, Cancel)).ShouldBe(Verification.WithoutHash);
    }

    [Fact]
    public async Task Verify_ByteChangedOnDisk_ReportsDamage()
    {
        using var folder = new TemporaryFolder();
        var store = new LocalStore(folder.PathOf("results"));
        await store.UploadAsync("a/b", folder.WriteText("source", "abc"), NoMetadata, Cancel);
        folder.WriteText("results/a/b", "abd");

        (await store.VerifyAsync("a/b", null, Cancel)).ShouldBe(Verification.Damaged);
        var error = await Should.ThrowAsync<StorageException>(() => store.DownloadAsync("a/b", folder.PathOf("copy"), Cancel));

        (error.Kind, error.Message).ShouldBe((StorageErrorKind.Damaged, $"a/b in {store.Name} is not what was uploaded; upload it again"));
        Directory.GetFiles(folder.Path).ShouldBe([folder.PathOf("source")]);
    }

    [Fact]
    public async Task Delete_Object_DeletesItsMetadataToo()
    {
        using var folder = new TemporaryFolder();
        var store = new LocalStore(folder.PathOf("results"));
        await store.UploadAsync("a/b", folder.WriteText("source", "abc"), NoMetadata, Cancel);

        await store.DeleteAsync("a/b", Cancel);

        Directory.GetFiles(folder.PathOf("results", "a")).ShouldBeEmpty();
    }
}
