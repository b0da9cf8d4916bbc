using Bokgi.Host.Platform.Settings;
using Bokgi.Host.Storage;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.IntegrationTests.Storage.Servers;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Storage;

/// <summary>Runs <c>bokgi storage</c> as a separate process.</summary>
public sealed class StorageCommandTests(StrictS3Server strictServer, FauxqsServer fauxqsServer) : IClassFixture<StrictS3Server>
{
    private const int ObjectCount = 2_500; // three pages, because S3 lists at most 1,000 keys at a time

    private static readonly Dictionary<string, string> NoMetadata = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task List_MoreThanAPage_IsCompleteAndInOrder(bool usesStrictServer)
    {
        var settings = usesStrictServer ? strictServer.Settings : fauxqsServer.Settings;
        using var client = S3Clients.Create(settings);
        string[] keys = [.. Enumerable.Range(0, ObjectCount).Select(i => $"many/{i:D5}")];
        await Parallel.ForEachAsync(
            keys,
            Cancel,
            async (key, cancel) =>
                await client.PutObjectAsync(
                    new()
                    {
                        BucketName = settings["AWS_BUCKET_NAME"],
                        Key = key,
                        ContentBody = "x",
                    },
                    cancel
                )
        );

        var withAll = BokgiProcess.RunWithEnvironment(settings, "storage", "list", "--prefix", "many/", "--all", "--json");
        var withLimit = BokgiProcess.RunWithEnvironment(settings, "storage", "list", "--prefix", "many/", "--limit", "1200", "--json");
        var withoutOptions = BokgiProcess.RunWithEnvironment(settings, "storage", "list", "--prefix", "many/");

        withAll.ExitCode.ShouldBe(0, withAll.Error);
        withAll.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("key").GetString()).ShouldBe(keys);
        withAll.Json.GetProperty("is_truncated").GetBoolean().ShouldBeFalse();
        (withAll.Error, withLimit.Json.GetProperty("items").GetArrayLength()).ShouldBe((string.Empty, 1_200));
        withLimit.Json.GetProperty("is_truncated").GetBoolean().ShouldBeTrue();
        withLimit.ErrorLines.ShouldBe(["warning: only the first 1200 are shown; --all shows all"]);
        withoutOptions.ErrorLines.ShouldBe(["warning: only the first 100 are shown; --all shows all"]);
        withoutOptions.Out.ShouldContain("many/00099");
        withoutOptions.Out.ShouldNotContain("many/00100");
    }

    [Fact]
    public async Task Verify_OneOfThreeObjectsDamaged_NamesItAndExitsWithCode2()
    {
        using var folder = new TemporaryFolder();
        var store = Open(strictServer.Settings);
        foreach (var key in (string[])["verify/a", "verify/복기 1", "verify/c"])
            await store.UploadAsync(key, folder.WriteText("source", key), NoMetadata, Cancel);
        BokgiProcess.RunWithEnvironment(strictServer.Settings, "storage", "verify", "--prefix", "verify/").ExitCode.ShouldBe(0);
        File.WriteAllText(strictServer.Find("verify/복기 1")!.File, "verify/복기 2");

        var text = BokgiProcess.RunWithEnvironment(strictServer.Settings, "storage", "verify", "--prefix", "verify/");
        var json = BokgiProcess.RunWithEnvironment(strictServer.Settings, "storage", "verify", "--prefix", "verify/", "--json");

        (text.ExitCode, json.ExitCode).ShouldBe((2, 2));
        text.Out.ShouldBe("damaged verify/복기 1\ns3://bokgi-signed: 2 good, 1 damaged, 0 missing, 0 without a hash to compare with\n");
        json.Json.GetProperty("good").GetInt32().ShouldBe(2);
        json.Json.GetProperty("damaged").EnumerateArray().Select(key => key.GetString()).ShouldBe(["verify/복기 1"]);
    }

    [Fact]
    public void List_WrongSettings_PrintsOneLineAndExitsWithCode2()
    {
        var endpoint = strictServer.Address.ToString().TrimEnd('/');
        ListErrorWith(("AWS_SECRET_ACCESS_KEY", "wrong"))
            .ShouldBe($"failed: AWS_SECRET_ACCESS_KEY is not the one that goes with AWS_ACCESS_KEY_ID at {endpoint}; correct it");
        ListErrorWith(("AWS_ACCESS_KEY_ID", "AKIANOBODY")).ShouldBe($"failed: {endpoint} does not know this AWS_ACCESS_KEY_ID; correct it");
        ListErrorWith(("AWS_BUCKET_NAME", "no-such-bucket"))
            .ShouldBe($"failed: there is no bucket no-such-bucket at {endpoint}; create it or correct AWS_BUCKET_NAME");
        ListErrorWith(("AWS_ENDPOINT_URL", "http://127.0.0.1:9"))
            .ShouldBe("failed: http://127.0.0.1:9 cannot be reached: Connection refused; check the network and AWS_ENDPOINT_URL");
        ListErrorWith(
                ("AWS_ACCESS_KEY_ID", string.Empty),
                ("AWS_SECRET_ACCESS_KEY", string.Empty),
                ("AWS_EC2_METADATA_DISABLED", "true"),
                ("HOME", "/nowhere")
            )
            .ShouldBe(
                $"failed: no key for {endpoint} was found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile of the AWS tools"
            );
        var readOnly = strictServer.AddCredential("s3:GetObject");
        ListErrorWith(("AWS_ACCESS_KEY_ID", readOnly.KeyId), ("AWS_SECRET_ACCESS_KEY", readOnly.Secret))
            .ShouldBe($"failed: {endpoint} denies access to bucket bokgi-signed; docs/how-to/s3.md has the policy that the key needs");
    }

    [Fact]
    public void List_NoObjects_ExitsWithCode1()
    {
        var s3 = BokgiProcess.RunWithEnvironment(strictServer.Settings, "storage", "list", "--prefix", "none/");
        var local = BokgiProcess.RunWithEnvironment(strictServer.Settings, "storage", "list", "--store", "local");
        var korean = BokgiProcess.RunWithEnvironment(
            [.. strictServer.Settings, new("LC_ALL", "ko_KR.UTF-8")],
            "storage",
            "list",
            "--prefix",
            "none/"
        );

        (s3.ExitCode, s3.Error).ShouldBe((1, "nothing in s3://bokgi-signed begins with 'none/'\n"));
        (local.ExitCode, local.Error.EndsWith("/results begins with ''\n", StringComparison.Ordinal)).ShouldBe((1, true));
        (korean.ExitCode, korean.Error).ShouldBe((1, "s3://bokgi-signed에 'none/'(으)로 시작하는 것이 없습니다\n"));
    }

    [Theory]
    [InlineData("--limit cannot be 0; give 1 or more, or --all", "--limit", "0")]
    [InlineData("--limit and --all exclude each other; give one of them", "--limit", "5", "--all")]
    [InlineData("--store cannot be 'tape'; give local or s3", "--store", "tape")]
    [InlineData("--store s3 needs a bucket; set AWS_BUCKET_NAME", "--store", "s3")]
    public void List_InvalidOptions_AreRefused(string message, params string[] options)
    {
        var result = BokgiProcess.Run(["storage", "list", .. options]);

        (result.ExitCode, result.Error).ShouldBe((1, $"error: {message}\n"));
    }

    // Runs `bokgi storage list` with these settings changed, and returns its error, which must be a single line.
    private string ListErrorWith(params (string Name, string Value)[] changes)
    {
        var settings = strictServer.Settings.ToDictionary();
        foreach (var (name, value) in changes)
            settings[name] = value;
        var result = BokgiProcess.RunWithEnvironment(settings, "storage", "list");
        (result.ExitCode, result.Out).ShouldBe((2, string.Empty));
        result.Error.ShouldNotContain(strictServer.Credential.Secret);
        return result.ErrorLines.ShouldHaveSingleItem();
    }

    private static IObjectStore Open(IReadOnlyDictionary<string, string> settings)
    {
        var values = settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value);
        return ObjectStores.Open(HostSettings.Read(null, new ConfigurationBuilder().AddInMemoryCollection(values).Build()));
    }
}
