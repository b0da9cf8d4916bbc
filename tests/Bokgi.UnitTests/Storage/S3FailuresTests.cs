using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Amazon.Runtime;
using Amazon.S3;
using Bokgi.Host.Platform.Settings;
using Bokgi.Host.Storage;
using Bokgi.Host.Storage.S3;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Storage;

public sealed class S3FailuresTests
{
    private static readonly S3Settings Bucket = new("b-1", "us-east-1", new Uri("http://s3.example:9000"), "AKIA", "hush", "", "");

    [Theory]
    [InlineData(
        "NoSuchBucket",
        404,
        nameof(StorageErrorKind.Refused),
        "there is no bucket b-1 at http://s3.example:9000; create it or correct AWS_BUCKET_NAME"
    )]
    [InlineData("NoSuchKey", 404, nameof(StorageErrorKind.NotFound), "there is no a/b in bucket b-1")]
    [InlineData("NotFound", 404, nameof(StorageErrorKind.NotFound), "there is no a/b in bucket b-1")]
    [InlineData(
        "AccessDenied",
        403,
        nameof(StorageErrorKind.Refused),
        "http://s3.example:9000 denies access to a/b in bucket b-1; docs/how-to/s3.md has the policy that the key needs"
    )]
    [InlineData(
        "Forbidden",
        403,
        nameof(StorageErrorKind.Refused),
        "http://s3.example:9000 denies access to a/b in bucket b-1; docs/how-to/s3.md has the policy that the key needs"
    )]
    [InlineData(
        "InvalidAccessKeyId",
        403,
        nameof(StorageErrorKind.Refused),
        "http://s3.example:9000 does not know this AWS_ACCESS_KEY_ID; correct it"
    )]
    [InlineData(
        "SignatureDoesNotMatch",
        403,
        nameof(StorageErrorKind.Refused),
        "AWS_SECRET_ACCESS_KEY is not the one that goes with AWS_ACCESS_KEY_ID at http://s3.example:9000; correct it"
    )]
    [InlineData(
        "RequestTimeTooSkewed",
        403,
        nameof(StorageErrorKind.Refused),
        "the clock of this machine differs from that of http://s3.example:9000 by more than 15 minutes; set it"
    )]
    [InlineData(
        "ExpiredToken",
        400,
        nameof(StorageErrorKind.Refused),
        "the temporary key for http://s3.example:9000 has expired; renew it with its AWS_SESSION_TOKEN"
    )]
    [InlineData("PermanentRedirect", 301, nameof(StorageErrorKind.Refused), "bucket b-1 is not in region us-east-1; correct AWS_REGION")]
    [InlineData("BadDigest", 400, nameof(StorageErrorKind.Damaged), "a/b in bucket b-1 did not arrive as it was sent; upload it again")]
    [InlineData("SlowDown", 503, nameof(StorageErrorKind.Unavailable), "http://s3.example:9000 is busy (SlowDown); try again later")]
    [InlineData(
        "NotImplemented",
        501,
        nameof(StorageErrorKind.Refused),
        "http://s3.example:9000 does not answer as S3 does; check AWS_ENDPOINT_URL"
    )]
    [InlineData("BadGateway", 502, nameof(StorageErrorKind.Unavailable), "http://s3.example:9000 is busy (status 502); try again later")]
    [InlineData(
        "EntityTooLarge",
        400,
        nameof(StorageErrorKind.Refused),
        "http://s3.example:9000 refuses a/b in bucket b-1 with EntityTooLarge (status 400); check the AWS_ settings"
    )]
    public void Translate_ErrorOfS3_IsOneSentenceWithTheRemedy(string code, int status, string kind, string message)
    {
        var s3Error = new AmazonS3Exception("hush", ErrorType.Sender, code, "request-1", (HttpStatusCode)status);

        var error = S3Failures.Translate(s3Error, Bucket, "a/b").ShouldNotBeNull();

        error.Kind.ToString().ShouldBe(kind);
        error.Message.ShouldBe(message);
    }

    [Fact]
    public void Translate_NotFoundForTheBucket_SaysThatTheServerIsNotS3()
    {
        var s3Error = new AmazonS3Exception("hush", ErrorType.Sender, "NotFound", "request-1", HttpStatusCode.NotFound);

        S3Failures
            .Translate(s3Error, Bucket, string.Empty)!
            .Message.ShouldBe("http://s3.example:9000 does not answer as S3 does; check AWS_ENDPOINT_URL");
    }

    [Fact]
    public void Translate_NetworkFailure_IsUnavailableOrUntrusted()
    {
        Translate(new HttpRequestException("x", new SocketException((int)SocketError.ConnectionRefused)))
            .ShouldBe(
                (
                    StorageErrorKind.Unavailable,
                    "http://s3.example:9000 cannot be reached: Connection refused; check the network and AWS_ENDPOINT_URL"
                )
            );
        Translate(new HttpIOException(HttpRequestError.ResponseEnded))
            .ShouldBe((StorageErrorKind.Unavailable, "the connection to http://s3.example:9000 broke; check the network, and try again"));
        Translate(new TaskCanceledException())
            .ShouldBe(
                (
                    StorageErrorKind.Unavailable,
                    "http://s3.example:9000 did not answer in time; check the network and AWS_ENDPOINT_URL, and try again"
                )
            );
        Translate(new HttpRequestException("x", new AuthenticationException("hush")))
            .ShouldBe(
                (
                    StorageErrorKind.Refused,
                    "the certificate of http://s3.example:9000 is not trusted; install its authority on this machine or correct AWS_ENDPOINT_URL"
                )
            );
    }

    [Fact]
    public void Translate_FailureOfALocalFile_IsNull() => S3Failures.Translate(new IOException("disk full"), Bucket, "a/b").ShouldBeNull();

    [Fact]
    public void Translate_WithoutEndpoint_NamesAws() =>
        S3Failures
            .Translate(new TaskCanceledException(), Bucket with { Endpoint = null }, "a/b")!
            .Message.ShouldStartWith("AWS S3 in us-east-1 did not answer in time");

    private static (StorageErrorKind, string) Translate(Exception failure)
    {
        var error = S3Failures.Translate(failure, Bucket, "a/b")!;
        return (error.Kind, error.Message);
    }
}
