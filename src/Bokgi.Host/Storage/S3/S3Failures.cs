using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Amazon.Runtime;
using Amazon.S3;

namespace Bokgi.Host.Storage.S3;

/// <summary>The only place that turns the SDK's exceptions into one sentence with a remedy. The sentence never contains a secret.</summary>
internal static class S3Failures
{
    private const string Policy = "docs/how-to/s3.md has the policy that the key needs";

    /// <summary>Translates a failure.</summary>
    /// <param name="failure">The exception.</param>
    /// <param name="settings">The bucket of the request.</param>
    /// <param name="key">The object concerned; empty for the bucket itself.</param>
    /// <returns>Null for a failure unrelated to S3, such as a local file that cannot be read.</returns>
    public static StorageException? Translate(Exception failure, S3Settings settings, string key)
    {
        if (failure is StorageException told)
            return told;
        var place = settings.Endpoint?.GetLeftPart(UriPartial.Authority) ?? $"AWS S3 in {settings.Region}";
        var subject = key.Length == 0 ? $"bucket {settings.Bucket}" : $"{key} in bucket {settings.Bucket}";
        return failure switch
        {
            AmazonS3Exception { ErrorCode: { } code } answer when OfCode(code, settings, place, subject) is var (error, message) => Told(
                error,
                message,
                answer
            ),
            AmazonServiceException answer when (int)answer.StatusCode > 0 => OfStatus(answer, place, key, subject),
            OperationCanceledException or TimeoutException => Told(
                StorageErrorKind.Unavailable,
                $"{place} did not answer in time; check the network and AWS_ENDPOINT_URL, and try again",
                failure
            ),
            _ => OfConnection(failure, place),
        };
    }

    private static (StorageErrorKind Trouble, string Message)? OfCode(string code, S3Settings settings, string place, string subject) =>
        code switch
        {
            "NoSuchBucket" => (
                StorageErrorKind.Refused,
                $"there is no bucket {settings.Bucket} at {place}; create it or correct AWS_BUCKET_NAME"
            ),
            "NoSuchKey" => (StorageErrorKind.NotFound, $"there is no {subject}"),
            "AccessDenied" or "AllAccessDisabled" => (StorageErrorKind.Refused, $"{place} denies access to {subject}; {Policy}"),
            "InvalidAccessKeyId" => (StorageErrorKind.Refused, $"{place} does not know this AWS_ACCESS_KEY_ID; correct it"),
            "SignatureDoesNotMatch" => (
                StorageErrorKind.Refused,
                $"AWS_SECRET_ACCESS_KEY is not the one that goes with AWS_ACCESS_KEY_ID at {place}; correct it"
            ),
            "RequestTimeTooSkewed" or "RequestExpired" => (
                StorageErrorKind.Refused,
                $"the clock of this machine differs from that of {place} by more than 15 minutes; set it"
            ),
            "ExpiredToken" or "InvalidToken" or "TokenRefreshRequired" => (
                StorageErrorKind.Refused,
                $"the temporary key for {place} is no longer good; renew it with its AWS_SESSION_TOKEN"
            ),
            "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" => (
                StorageErrorKind.Refused,
                $"bucket {settings.Bucket} is not in region {settings.Region}; correct AWS_REGION"
            ),
            "BadDigest" or "XAmzContentSHA256Mismatch" or "XAmzContentChecksumMismatch" or "InvalidDigest" => (
                StorageErrorKind.Damaged,
                $"{subject} did not arrive as it was sent; upload it again"
            ),
            "SlowDown" or "ServiceUnavailable" or "RequestTimeout" or "InternalError" or "OperationAborted" => (
                StorageErrorKind.Unavailable,
                $"{place} is busy ({code}); try again later"
            ),
            _ => null,
        };

    // Responses to HEAD have no body and so no error code, and servers other than S3 may answer too.
    private static StorageException OfStatus(AmazonServiceException answer, string place, string key, string subject) =>
        answer.StatusCode switch
        {
            HttpStatusCode.NotFound when key.Length > 0 => Told(StorageErrorKind.NotFound, $"there is no {subject}", answer),
            HttpStatusCode.NotFound => Told(
                StorageErrorKind.Refused,
                $"{place} does not answer as S3 does; check AWS_ENDPOINT_URL",
                answer
            ),
            HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized => Told(
                StorageErrorKind.Refused,
                $"{place} denies access to {subject}; {Policy}",
                answer
            ),
            >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests => Told(
                StorageErrorKind.Unavailable,
                $"{place} is busy (status {(int)answer.StatusCode}); try again later",
                answer
            ),
            _ => Told(
                StorageErrorKind.Refused,
                $"{place} refuses {subject} with {answer.ErrorCode ?? "no reason"} (status {(int)answer.StatusCode}); check the AWS_ settings",
                answer
            ),
        };

    private static StorageException? OfConnection(Exception failure, string place)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case AuthenticationException:
                    return Told(
                        StorageErrorKind.Refused,
                        $"the certificate of {place} is not trusted; install its authority on this machine or correct AWS_ENDPOINT_URL",
                        failure
                    );
                case SocketException socket:
                    return Told(
                        StorageErrorKind.Unavailable,
                        $"{place} cannot be reached: {socket.Message.TrimEnd('.')}; check the network and AWS_ENDPOINT_URL",
                        failure
                    );
            }
        }

        return failure switch
        {
            HttpRequestException or HttpIOException => Told(
                StorageErrorKind.Unavailable,
                $"the connection to {place} broke off; check the network, and try again",
                failure
            ),
            AmazonUnmarshallingException => Told(
                StorageErrorKind.Refused,
                $"{place} does not answer as S3 does; check AWS_ENDPOINT_URL",
                failure
            ),
            AmazonClientException when failure.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase) => Told(
                StorageErrorKind.Refused,
                $"no key for {place} was found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile of the AWS tools",
                failure
            ),
            AmazonClientException => Told(
                StorageErrorKind.Refused,
                $"{place} cannot be asked: {failure.Message.ReplaceLineEndings(" ").TrimEnd('.')}; check the AWS_ settings",
                failure
            ),
            _ => null,
        };
    }

    private static StorageException Told(StorageErrorKind error, string message, Exception failure) => new(error, message, failure);
}
