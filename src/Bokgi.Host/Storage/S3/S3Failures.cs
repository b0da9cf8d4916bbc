using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Amazon.Runtime;
using Amazon.S3;
using static Bokgi.Host.Storage.StorageErrorKind;

namespace Bokgi.Host.Storage.S3;

/// <summary>
/// Translates the SDK's exceptions into a <see cref="StorageException"/>. Its message is one sentence with a remedy, and never contains a
/// secret.
/// </summary>
internal static class S3Failures
{
    private const string Policy = "docs/how-to/s3.md has the policy that the key needs";

    /// <returns>Null for a failure unrelated to S3, such as a local file that cannot be read.</returns>
    public static StorageException? Translate(Exception failure, S3Settings settings, string key)
    {
        if (failure is StorageException translated)
            return translated;
        var server = settings.Endpoint?.GetLeftPart(UriPartial.Authority) ?? $"AWS S3 in {settings.Region}";
        var subject = key.Length == 0 ? $"bucket {settings.Bucket}" : $"{key} in bucket {settings.Bucket}";
        (StorageErrorKind Kind, string Message)? reason = failure switch
        {
            AmazonS3Exception { ErrorCode: { } code } when FromErrorCode(code, settings, server, subject) is { } known => known,
            AmazonServiceException response when (int)response.StatusCode > 0 => FromStatus(response, server, key, subject),
            OperationCanceledException or TimeoutException => (
                Unavailable,
                $"{server} did not answer in time; check the network and AWS_ENDPOINT_URL, and try again"
            ),
            _ => FromConnection(failure, server),
        };
        return reason is { } found ? new StorageException(found.Kind, found.Message, failure) : null;
    }

    private static (StorageErrorKind, string)? FromErrorCode(string code, S3Settings settings, string server, string subject) =>
        code switch
        {
            "NoSuchBucket" => (Refused, $"there is no bucket {settings.Bucket} at {server}; create it or correct AWS_BUCKET_NAME"),
            "NoSuchKey" => (NotFound, $"there is no {subject}"),
            "AccessDenied" or "AllAccessDisabled" => (Refused, $"{server} denies access to {subject}; {Policy}"),
            "InvalidAccessKeyId" => (Refused, $"{server} does not know this AWS_ACCESS_KEY_ID; correct it"),
            "SignatureDoesNotMatch" => (
                Refused,
                $"AWS_SECRET_ACCESS_KEY is not the one that goes with AWS_ACCESS_KEY_ID at {server}; correct it"
            ),
            "RequestTimeTooSkewed" or "RequestExpired" => (
                Refused,
                $"the clock of this machine differs from that of {server} by more than 15 minutes; set it"
            ),
            "ExpiredToken" or "InvalidToken" or "TokenRefreshRequired" => (
                Refused,
                $"the temporary key for {server} has expired; renew it with its AWS_SESSION_TOKEN"
            ),
            "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" => (
                Refused,
                $"bucket {settings.Bucket} is not in region {settings.Region}; correct AWS_REGION"
            ),
            "BadDigest" or "XAmzContentSHA256Mismatch" or "XAmzContentChecksumMismatch" or "InvalidDigest" => (
                Damaged,
                $"{subject} did not arrive as it was sent; upload it again"
            ),
            "SlowDown" or "ServiceUnavailable" or "RequestTimeout" or "InternalError" or "OperationAborted" => (
                Unavailable,
                $"{server} is busy ({code}); try again later"
            ),
            _ => null,
        };

    // For responses without a known error code: a response to HEAD has no body, and the server may not be S3 at all.
    private static (StorageErrorKind, string) FromStatus(AmazonServiceException response, string server, string key, string subject) =>
        response.StatusCode switch
        {
            HttpStatusCode.NotFound when key.Length > 0 => (NotFound, $"there is no {subject}"),
            HttpStatusCode.NotFound or HttpStatusCode.NotImplemented or HttpStatusCode.HttpVersionNotSupported => (
                Refused,
                $"{server} does not answer as S3 does; check AWS_ENDPOINT_URL"
            ),
            HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized => (Refused, $"{server} denies access to {subject}; {Policy}"),
            >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests => (
                Unavailable,
                $"{server} is busy (status {(int)response.StatusCode}); try again later"
            ),
            _ => (
                Refused,
                $"{server} refuses {subject} with {response.ErrorCode ?? "no reason"} (status {(int)response.StatusCode}); check the AWS_ settings"
            ),
        };

    private static (StorageErrorKind, string)? FromConnection(Exception failure, string server)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is AuthenticationException)
                return (
                    Refused,
                    $"the certificate of {server} is not trusted; install its authority on this machine or correct AWS_ENDPOINT_URL"
                );
            if (cause is SocketException)
                return (Unavailable, $"{server} cannot be reached: {cause.Message.TrimEnd('.')}; check the network and AWS_ENDPOINT_URL");
        }

        return failure switch
        {
            HttpRequestException or HttpIOException => (Unavailable, $"the connection to {server} broke; check the network, and try again"),
            AmazonUnmarshallingException => (Refused, $"{server} does not answer as S3 does; check AWS_ENDPOINT_URL"),
            AmazonClientException when failure.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase) => (
                Refused,
                $"no key for {server} was found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile of the AWS tools"
            ),
            AmazonClientException => (
                Refused,
                $"no request can be sent to {server}: {failure.Message.ReplaceLineEndings(" ").TrimEnd('.')}; check the AWS_ settings"
            ),
            _ => null,
        };
    }
}
