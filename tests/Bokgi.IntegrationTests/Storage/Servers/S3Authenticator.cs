using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>Authenticates requests: verifies their key, time and signature.</summary>
internal sealed class S3Authenticator(string region, TimeProvider clock)
{
    private static readonly TimeSpan MaxClockSkew = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<string, S3Credential> credentials = new(StringComparer.Ordinal);

    public void Add(S3Credential credential) => credentials[credential.KeyId] = credential;

    /// <summary>Returns the caller's credential, and an object that checks the signatures of the body's chunks.</summary>
    /// <exception cref="S3Error">The key is unknown, or the time or the signature is wrong.</exception>
    public (S3Credential Caller, ChunkSignatures ChunkSignatures) Authenticate(S3Call call, S3Authorization authorization)
    {
        if (authorization.Scope.Region != region)
            throw new S3Error(
                "AuthorizationHeaderMalformed",
                400,
                $"the region '{authorization.Scope.Region}' is wrong; expecting '{region}'",
                ("Region", region)
            );
        if (!credentials.TryGetValue(authorization.KeyId, out var caller))
            throw new S3Error(
                "InvalidAccessKeyId",
                403,
                "The AWS Access Key Id you provided does not exist in our records.",
                ("AWSAccessKeyId", authorization.KeyId)
            );
        CheckTime(authorization);
        CheckSignedHeaders(call, authorization);
        var key = SigV4.SigningKey(caller.Secret, authorization.Scope);
        var stringToSign = SigV4.StringToSign(authorization.Time, authorization.Scope, CanonicalRequest(call, authorization));
        if (!IsSame(SigV4.Sign(key, stringToSign), authorization.Signature))
            throw new S3Error(
                "SignatureDoesNotMatch",
                403,
                "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
                ("AWSAccessKeyId", authorization.KeyId),
                ("StringToSign", stringToSign)
            );
        return (caller, new ChunkSignatures(key, authorization));
    }

    public static bool IsSame(string expected, string actual) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(actual));

    private static string CanonicalRequest(S3Call call, S3Authorization authorization) =>
        SigV4.CanonicalRequest(
            call.Request.Method,
            call.Path,
            call.Query.Where(pair => pair.Key != "X-Amz-Signature"),
            authorization.SignedHeaders.Select(name => KeyValuePair.Create(name, call.Header(name) ?? string.Empty)),
            authorization.ContentSha256
        );

    // The host and every S3 header must be signed, or they could be changed in transit.
    private static void CheckSignedHeaders(S3Call call, S3Authorization authorization)
    {
        var unsignedHeaders = call
            .Request.Headers.Select(header => header.Key.ToLowerInvariant())
            .Where(name => name == "host" || name.StartsWith("x-amz-", StringComparison.Ordinal))
            .Except(authorization.SignedHeaders, StringComparer.Ordinal)
            .ToList();
        if (unsignedHeaders.Count > 0)
            throw S3Error.AccessDenied(
                "There were headers present in the request which were not signed",
                ("HeadersNotSigned", string.Join(", ", unsignedHeaders))
            );
    }

    private void CheckTime(S3Authorization authorization)
    {
        var now = clock.GetUtcNow();
        if (authorization.ExpirySeconds is { } seconds) // a presigned URL
        {
            if (authorization.SignedUtc - now > MaxClockSkew)
                throw S3Error.AccessDenied("Request is not valid yet", ("ServerTime", $"{now:O}"));
            if (now > authorization.SignedUtc.AddSeconds(seconds))
                throw S3Error.AccessDenied(
                    "Request has expired",
                    ("X-Amz-Expires", $"{seconds}"),
                    ("Expires", $"{authorization.SignedUtc.AddSeconds(seconds):O}"),
                    ("ServerTime", $"{now:O}")
                );
        }
        else if ((authorization.SignedUtc - now).Duration() > MaxClockSkew)
            throw new S3Error(
                "RequestTimeTooSkewed",
                403,
                "The difference between the request time and the current time is too large.",
                ("RequestTime", authorization.Time),
                ("ServerTime", now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'")),
                ("MaxAllowedSkewMilliseconds", $"{MaxClockSkew.TotalMilliseconds:0}")
            );
    }
}
