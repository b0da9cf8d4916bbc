using System.Globalization;

namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>The identity that a request claims in its Authorization header or presigned URL, not yet verified.</summary>
/// <param name="KeyId">The id of the access key.</param>
/// <param name="Scope">The day and region for which the request is signed.</param>
/// <param name="Time">When the request was signed, as the request writes it.</param>
/// <param name="SignedHeaders">The names of the headers that the signature covers.</param>
/// <param name="Signature">The signature, in hexadecimal digits.</param>
/// <param name="ExpirySeconds">How long a presigned URL is valid; null if the header is used.</param>
/// <param name="ContentSha256">The value of x-amz-content-sha256: the body's hash or one of S3's fixed values.</param>
internal sealed record S3Authorization(
    string KeyId,
    SigningScope Scope,
    string Time,
    IReadOnlyList<string> SignedHeaders,
    string Signature,
    int? ExpirySeconds,
    string ContentSha256
)
{
    /// <summary>The value of x-amz-content-sha256 when the body is not signed.</summary>
    public const string UnsignedPayload = "UNSIGNED-PAYLOAD";

    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";
    private const string MalformedHeaderCode = "AuthorizationHeaderMalformed";

    /// <summary>When the request was signed.</summary>
    public DateTimeOffset SignedUtc { get; } = ParseTime(Time);

    /// <exception cref="S3Error">The request has no key, or is not in the format of Signature Version 4.</exception>
    public static S3Authorization Parse(S3Call call)
    {
        if (call.Header("Authorization") is { } header)
            return ParseHeader(call, header);
        if (call.Parameter("X-Amz-Signature") is { } signature)
            return ParseQuery(call, signature);
        throw S3Error.AccessDenied("Access Denied.");
    }

    private static S3Authorization ParseHeader(S3Call call, string header)
    {
        if (!header.StartsWith(SigV4.Algorithm + " ", StringComparison.Ordinal))
            throw S3Error.InvalidRequest("The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.");
        var fields = header[SigV4.Algorithm.Length..]
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(field => field.Split('=', 2))
            .ToDictionary(field => field[0], field => field[^1], StringComparer.Ordinal);
        var contentSha256 =
            call.Header("x-amz-content-sha256")
            ?? throw S3Error.InvalidRequest("Missing required header for this request: x-amz-content-sha256");
        var time = call.Header("x-amz-date") ?? throw S3Error.AccessDenied("AWS authentication requires a valid Date or x-amz-date header");
        return Create(
            name => fields.GetValueOrDefault(name),
            prefix: string.Empty,
            time,
            expires: null,
            contentSha256,
            MalformedHeaderCode
        );
    }

    private static S3Authorization ParseQuery(S3Call call, string signature)
    {
        const string Code = "AuthorizationQueryParametersError";
        const int MaxExpirySeconds = 604_800; // seven days
        var isNumber = int.TryParse(call.Parameter("X-Amz-Expires"), NumberStyles.None, CultureInfo.InvariantCulture, out var expires);
        if (
            !isNumber
            || expires is < 1 or > MaxExpirySeconds
            || call.Parameter("X-Amz-Algorithm") != SigV4.Algorithm
            || signature.Length != 64
        )
            throw new S3Error(Code, 400, "X-Amz-Algorithm must be AWS4-HMAC-SHA256 and X-Amz-Expires between 1 and 604800 seconds");
        var time = call.Parameter("X-Amz-Date") ?? throw new S3Error(Code, 400, "X-Amz-Date is missing");
        return Create(call.Parameter, prefix: "X-Amz-", time, expires, call.Header("x-amz-content-sha256") ?? UnsignedPayload, Code);
    }

    private static S3Authorization Create(
        Func<string, string?> field,
        string prefix,
        string time,
        int? expires,
        string contentSha256,
        string errorCode
    )
    {
        var credential = field(prefix + "Credential")?.Split('/') ?? [];
        var (headers, signature) = (field(prefix + "SignedHeaders"), field(prefix + "Signature"));
        if (
            credential.Length != 5
            || credential[3] != SigningScope.Service
            || credential[4] != SigningScope.TerminationString
            || headers is null
            || signature is null
        )
            throw new S3Error(errorCode, 400, "The credential must be KEY/DATE/REGION/s3/aws4_request, with SignedHeaders and Signature.");
        if (!time.StartsWith(credential[1], StringComparison.Ordinal))
            throw new S3Error(errorCode, 400, $"Invalid credential date \"{credential[1]}\": the request was signed at {time}.");
        return new(credential[0], new(credential[1], credential[2]), time, headers.Split(';'), signature, expires, contentSha256);
    }

    private static DateTimeOffset ParseTime(string text) =>
        DateTimeOffset.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw S3Error.AccessDenied("AWS authentication requires a valid Date or x-amz-date header");
}
