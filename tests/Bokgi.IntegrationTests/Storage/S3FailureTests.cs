using Bokgi.Host.Platform.Settings;
using Bokgi.Host.Storage;
using Bokgi.Host.Storage.S3;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.IntegrationTests.Storage.Servers;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Storage;

/// <summary>A bucket that is unavailable, busy or damaged, or whose transfers are interrupted.</summary>
public sealed class S3FailureTests : IAsyncLifetime
{
    private const int MultipartLength = (20 << 20) + 5; // bytes; three parts of at most 8 MiB

    private static readonly Dictionary<string, string> NoMetadata = [];
    private static readonly S3Timeouts ShortTimeouts = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

    private readonly TemporaryFolder folder = new();
    private readonly StrictS3Server server = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("PutObject", 1_000)]
    [InlineData("UploadPart", MultipartLength)]
    public async Task Upload_ByteChangedInTransit_IsRefused(string operation, int length)
    {
        using var store = OpenStore();
        var key = $"changed/{operation}";
        server.Faults.Add(S3Fault.FlipByte(500), operation: operation); // some byte within the body

        var error = await Should.ThrowAsync<StorageException>(() => store.UploadAsync(key, WriteFile(length), NoMetadata, Cancel));

        (error.Kind, error.Message).ShouldBe(
            (StorageErrorKind.Damaged, $"{key} in bucket bokgi-signed did not arrive as it was sent; upload it again")
        );
        (server.Find(key), server.OpenUploads.Count).ShouldBe((null, 0));
    }

    [Theory]
    [InlineData("PutObject", 1_000)]
    [InlineData("UploadPart", MultipartLength)]
    public async Task Upload_EveryAttemptIsCut_LeavesNothing(string operation, int length)
    {
        using var store = OpenStore();
        var key = $"cut/{operation}";
        server.Faults.Add(S3Fault.CutAfter(500), times: 100, operation);

        var error = await Should.ThrowAsync<StorageException>(() => store.UploadAsync(key, WriteFile(length), NoMetadata, Cancel));

        error.Kind.ShouldBe(StorageErrorKind.Unavailable);
        (server.Find(key), server.OpenUploads.Count).ShouldBe((null, 0));
    }

    [Fact]
    public async Task Upload_CutOnce_IsRetried()
    {
        using var store = OpenStore();
        server.Faults.Add(S3Fault.CutAfter(2_359_296), operation: "UploadPart"); // about a quarter of a part

        await store.UploadAsync("cut/once", WriteFile(MultipartLength), NoMetadata, Cancel);

        (await store.VerifyAsync("cut/once", null, Cancel)).ShouldBe(Verification.Intact);
    }

    [Fact]
    public async Task Upload_CancelledBetweenParts_LeavesNothing()
    {
        using var store = OpenStore();
        using var stop = new CancellationTokenSource();
        using var hold = server.Faults.Hold("UploadPart");
        var uploading = store.UploadAsync("cancelled", WriteFile(MultipartLength), NoMetadata, stop.Token);
        while (server.OpenUploads.Count == 0)
            await Task.Yield();

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => uploading);
        (server.Find("cancelled"), server.OpenUploads.Count).ShouldBe((null, 0));
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(64 << 20)]
    public async Task Verify_ByteChangedInTheStore_ReportsDamage(int length)
    {
        using var store = OpenStore();
        var key = $"damaged/{length}";
        await store.UploadAsync(key, WriteFile(length), NoMetadata, Cancel);
        (await store.VerifyAsync(key, null, Cancel)).ShouldBe(Verification.Intact);
        Damage(key);

        (await store.VerifyAsync(key, null, Cancel)).ShouldBe(Verification.Damaged);
        var error = await Should.ThrowAsync<StorageException>(() => store.DownloadAsync(key, folder.PathOf("copy"), Cancel));

        (error.Kind, error.Message).ShouldBe(
            (StorageErrorKind.Damaged, $"{key} in bucket bokgi-signed is not what was uploaded; upload it again")
        );
        Directory.GetFiles(folder.Path, "copy*").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(MultipartLength)]
    public async Task Verify_UploadedByAnotherTool_ComparesTheETag(int length)
    {
        using var store = OpenStore();
        var key = $"others/{length}";
        using var client = S3Clients.Create(server.Settings);
        using (var transfer = new Amazon.S3.Transfer.TransferUtility(client))
            await transfer.UploadAsync(WriteFile(length), StrictS3Server.Bucket, key, Cancel);
        server.Find(key)!.Metadata.ShouldBeEmpty();

        (await store.VerifyAsync(key, null, Cancel)).ShouldBe(Verification.Intact);
        Damage(key);

        (await store.VerifyAsync(key, null, Cancel)).ShouldBe(Verification.Damaged);
    }

    [Fact]
    public async Task Download_ResponseInterrupted_IsRetried()
    {
        using var store = OpenStore();
        var path = WriteFile(300_000);
        await store.UploadAsync("broken", path, NoMetadata, Cancel);
        server.Faults.Add(S3Fault.CutResponse, times: 2, operation: "GetObject");

        await store.DownloadAsync("broken", folder.PathOf("copy"), Cancel);

        File.ReadAllBytes(folder.PathOf("copy")).ShouldBe(File.ReadAllBytes(path));
    }

    [Fact]
    public async Task List_ServerBusy_RetriesThenFails()
    {
        using var store = OpenStore();
        server.Faults.Add(S3Fault.SlowDown, times: 2, operation: "ListObjectsV2");
        (await store.ListAsync("busy/", Cancel).ToListAsync(Cancel)).ShouldBeEmpty();

        server.Faults.Add(S3Fault.SlowDown, times: 100, operation: "ListObjectsV2");
        var error = await Should.ThrowAsync<StorageException>(async () => await store.ListAsync("busy/", Cancel).ToListAsync(Cancel));

        (error.Kind, error.Message).ShouldBe((StorageErrorKind.Unavailable, $"{Endpoint} is busy (SlowDown); try again later"));
    }

    [Fact]
    public async Task List_NoResponse_TimesOut()
    {
        using var store = OpenStore(ShortTimeouts);
        using var hold = server.Faults.Hold("ListObjectsV2");

        var error = await Should.ThrowAsync<StorageException>(async () => await store.ListAsync("", Cancel).ToListAsync(Cancel));

        (error.Kind, error.Message).ShouldBe(
            (StorageErrorKind.Unavailable, $"{Endpoint} did not answer in time; check the network and AWS_ENDPOINT_URL, and try again")
        );
    }

    [Theory]
    [InlineData("AES256", 1_000)]
    [InlineData("aws:kms", 1_000)]
    [InlineData("aws:kms", MultipartLength)]
    public async Task Upload_EncryptionSetting_IsSentToTheServer(string encryption, int length)
    {
        using var store = OpenStore(encryption: encryption);
        var key = $"encrypted/{encryption}/{length}";

        await store.UploadAsync(key, WriteFile(length), NoMetadata, Cancel);

        server.Find(key)!.Encryption.ShouldBe(encryption);
        (await store.VerifyAsync(key, null, Cancel)).ShouldBe(Verification.Intact);
    }

    [Theory]
    [InlineData("s3:GetObject")]
    [InlineData("s3:PutObject")]
    [InlineData("s3:DeleteObject")]
    [InlineData("s3:ListBucket")]
    public async Task EveryOperation_PermissionMissing_NamesTheObject(string missingAction)
    {
        using var store = OpenStore(
            credential: server.AddCredential([.. StrictS3Server.MinimalActions.Where(action => action != missingAction)])
        );
        Func<Task> attempt = missingAction switch
        {
            "s3:GetObject" => () => store.FindAsync("denied", Cancel),
            "s3:PutObject" => () => store.UploadAsync("denied", WriteFile(10), NoMetadata, Cancel),
            "s3:DeleteObject" => () => store.DeleteAsync("denied", Cancel),
            _ => async () => await store.ListAsync("", Cancel).ToListAsync(Cancel),
        };

        var error = await Should.ThrowAsync<StorageException>(attempt);

        var subject = missingAction == "s3:ListBucket" ? "bucket bokgi-signed" : "denied in bucket bokgi-signed";
        (error.Kind, error.Message).ShouldBe(
            (StorageErrorKind.Refused, $"{Endpoint} denies access to {subject}; docs/how-to/s3.md has the policy that the key needs")
        );
    }

    [Fact]
    public async Task Find_WrongSecret_IsReportedDespiteEmptyResponse()
    {
        using var store = OpenStore(credential: server.Credential with { Secret = "wrong" });

        var error = await Should.ThrowAsync<StorageException>(() => store.FindAsync("any", Cancel));

        error.Message.ShouldBe($"AWS_SECRET_ACCESS_KEY is not the one that goes with AWS_ACCESS_KEY_ID at {Endpoint}; correct it");
    }

    public ValueTask InitializeAsync() => server.InitializeAsync();

    // Checks after every test that the store used only the actions of the minimal policy.
    public async ValueTask DisposeAsync()
    {
        server.Requests.Select(request => request.Action).Except(StrictS3Server.MinimalActions).ShouldBeEmpty();
        await server.DisposeAsync();
        folder.Dispose();
    }

    private string Endpoint => server.Address.ToString().TrimEnd('/');

    private S3Store OpenStore(S3Timeouts? timeouts = null, string encryption = "", S3Credential? credential = null)
    {
        var values = server
            .SettingsFor(credential ?? server.Credential)
            .ToDictionary(setting => setting.Key, setting => (string?)setting.Value);
        values["AWS_SERVER_SIDE_ENCRYPTION"] = encryption;
        var settings = HostSettings.Read(null, new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        return new S3Store(settings.S3!, timeouts);
    }

    private string WriteFile(int length)
    {
        File.WriteAllBytes(folder.PathOf("source"), StoreContract.CreateContent(length));
        return folder.PathOf("source");
    }

    private void Damage(string key)
    {
        using var file = new FileStream(server.Find(key)!.File, FileMode.Open, FileAccess.ReadWrite);
        file.Position = file.Length / 2;
        var originalByte = file.ReadByte();
        file.Position--;
        file.WriteByte((byte)(originalByte ^ 1));
    }
}
