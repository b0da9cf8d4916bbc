using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Settings;
using Bokgi.Host.Storage;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Storage;

public sealed class S3SettingsTests
{
    [Fact]
    public void Read_NoBucket_IsNullWhateverElseIsSet() =>
        Settings(("AWS_ENDPOINT_URL", "nonsense"), ("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")).S3.ShouldBeNull();

    [Fact]
    public void Read_BucketWithAllSettings_TakesThemAll()
    {
        var settings = Settings(
            ("AWS_BUCKET_NAME", "my-results"),
            ("AWS_REGION", "ap-northeast-2"),
            ("AWS_ENDPOINT_URL", "http://127.0.0.1:9000/"),
            ("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE"),
            ("AWS_SECRET_ACCESS_KEY", "hush"),
            ("AWS_SESSION_TOKEN", "token"),
            ("AWS_SERVER_SIDE_ENCRYPTION", "aws:kms")
        );

        settings.S3.ShouldBe(
            new S3Settings("my-results", "ap-northeast-2", new Uri("http://127.0.0.1:9000"), "AKIAEXAMPLE", "hush", "token", "aws:kms")
        );
        settings.All.Single(setting => setting.Name == "AWS_SECRET_ACCESS_KEY").DisplayValue.ShouldBe("********");
        settings.All.Single(setting => setting.Name == "AWS_SESSION_TOKEN").DisplayValue.ShouldBe("********");
    }

    [Fact]
    public void Read_OnlyABucket_LeavesTheKeyToTheSdk() =>
        Settings(("AWS_BUCKET_NAME", "b.1"))
            .S3.ShouldBe(new S3Settings("b.1", "us-east-1", null, string.Empty, string.Empty, string.Empty, string.Empty));

    [Theory]
    [InlineData(
        "AWS_BUCKET_NAME",
        "ab",
        "AWS_BUCKET_NAME cannot be 'ab'; a bucket has 3 to 63 lowercase letters, digits, hyphens and dots, such as my-results"
    )]
    [InlineData(
        "AWS_BUCKET_NAME",
        "My_Results",
        "AWS_BUCKET_NAME cannot be 'My_Results'; a bucket has 3 to 63 lowercase letters, digits, hyphens and dots, such as my-results"
    )]
    [InlineData("AWS_REGION", "Seoul", "AWS_REGION cannot be 'Seoul'; give a region such as ap-northeast-2")]
    [InlineData(
        "AWS_SERVER_SIDE_ENCRYPTION",
        "aes",
        "AWS_SERVER_SIDE_ENCRYPTION cannot be 'aes'; give AES256, aws:kms, or nothing for the bucket's default"
    )]
    [InlineData("AWS_ACCESS_KEY_ID", "AKIA", "AWS_ACCESS_KEY_ID is set without AWS_SECRET_ACCESS_KEY; set both, or neither")]
    [InlineData("AWS_SECRET_ACCESS_KEY", "hush", "AWS_SECRET_ACCESS_KEY is set without AWS_ACCESS_KEY_ID; set both, or neither")]
    public void Read_InvalidSetting_IsRefused(string name, string value, string message) =>
        Should.Throw<InvalidInputException>(() => Settings(("AWS_BUCKET_NAME", "my-results"), (name, value))).Message.ShouldBe(message);

    [Theory]
    [InlineData("127.0.0.1:9000")]
    [InlineData("ftp://host")]
    [InlineData("http://id:secret@host")]
    [InlineData("http://host/bucket")]
    [InlineData("http://host?x=secret")]
    public void Read_InvalidEndpoint_IsRefusedWithoutShowingIt(string url) =>
        Should
            .Throw<InvalidInputException>(() => Settings(("AWS_BUCKET_NAME", "my-results"), ("AWS_ENDPOINT_URL", url)))
            .Message.ShouldBe(
                "AWS_ENDPOINT_URL cannot be read; write it as http://127.0.0.1:9000, without user, path or bucket, or leave it out for AWS itself"
            );

    [Fact]
    public void Open_WithOrWithoutBucket_NamesTheStore()
    {
        ObjectStores.Open(Settings(("STATE_ROOT", "/state"))).Name.ShouldBe("/state/results");
        ObjectStores.TryOpenS3(Settings()).ShouldBeNull();
        ObjectStores.Open(Settings(("AWS_BUCKET_NAME", "my-results"))).Name.ShouldBe("s3://my-results");
    }

    private static HostSettings Settings(params (string Name, string Value)[] values)
    {
        // A name that is given twice takes the last value.
        var lastValues = new Dictionary<string, string?>();
        foreach (var (name, value) in values)
            lastValues[name] = value;
        return HostSettings.Read(null, new ConfigurationBuilder().AddInMemoryCollection(lastValues).Build());
    }
}
