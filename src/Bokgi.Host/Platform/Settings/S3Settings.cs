using System.Text.RegularExpressions;
using Bokgi.Host.Platform.Errors;

namespace Bokgi.Host.Platform.Settings;

/// <summary>The address of the bucket and its credentials.</summary>
/// <param name="Bucket">The bucket's name.</param>
/// <param name="Region">The bucket's region, which is part of every signature.</param>
/// <param name="Endpoint">The server, for MinIO and similar; null for AWS.</param>
/// <param name="AccessKeyId">The access key; empty to use the SDK's credential chain.</param>
/// <param name="SecretAccessKey">The secret of the access key.</param>
/// <param name="SessionToken">The session token of temporary credentials; empty otherwise.</param>
/// <param name="Encryption">The server-side encryption to request, <c>AES256</c> or <c>aws:kms</c>; empty for the bucket's default.</param>
internal sealed partial record S3Settings(
    string Bucket,
    string Region,
    Uri? Endpoint,
    string AccessKeyId,
    string SecretAccessKey,
    string SessionToken,
    string Encryption
)
{
    /// <summary>Reads the settings of the bucket.</summary>
    /// <param name="text">Returns a setting's value by name.</param>
    /// <param name="errors">Collects unusable values.</param>
    /// <returns>Null if no bucket is named; the other AWS settings are then ignored.</returns>
    public static S3Settings? Read(Func<string, string> text, InputErrors errors)
    {
        var bucket = text("AWS_BUCKET_NAME");
        if (bucket.Length == 0)
            return null;
        if (!BucketName().IsMatch(bucket))
            errors.Add(
                "AWS_BUCKET_NAME",
                $"AWS_BUCKET_NAME cannot be '{bucket}'; a bucket has 3 to 63 small letters, digits, hyphens and dots, such as my-results"
            );
        var region = text("AWS_REGION");
        if (!RegionName().IsMatch(region))
            errors.Add("AWS_REGION", $"AWS_REGION cannot be '{region}'; give a region such as ap-northeast-2");
        var encryption = text("AWS_SERVER_SIDE_ENCRYPTION");
        if (encryption is not ("" or "AES256" or "aws:kms"))
            errors.Add(
                "AWS_SERVER_SIDE_ENCRYPTION",
                $"AWS_SERVER_SIDE_ENCRYPTION cannot be '{encryption}'; give AES256, aws:kms, or nothing for what the bucket does by itself"
            );
        var (id, secret) = (text("AWS_ACCESS_KEY_ID"), text("AWS_SECRET_ACCESS_KEY"));
        if (id.Length > 0 != secret.Length > 0)
            errors.Add(
                "AWS_ACCESS_KEY_ID",
                $"{(id.Length > 0 ? "AWS_ACCESS_KEY_ID" : "AWS_SECRET_ACCESS_KEY")} is set without {(id.Length > 0 ? "AWS_SECRET_ACCESS_KEY" : "AWS_ACCESS_KEY_ID")}; set both, or neither"
            );
        var endpoint = ReadEndpoint(text("AWS_ENDPOINT_URL"), errors);
        return new S3Settings(bucket, region, endpoint, id, secret, text("AWS_SESSION_TOKEN"), encryption);
    }

    // The message does not show a wrong endpoint: people put keys into URLs.
    private static Uri? ReadEndpoint(string text, InputErrors errors)
    {
        if (text.Length == 0)
            return null;
        if (
            Uri.TryCreate(text, UriKind.Absolute, out var url)
            && url is { Scheme: "http" or "https", Host.Length: > 0, UserInfo: "", AbsolutePath: "/", Query: "", Fragment: "" }
        )
            return url;
        errors.Add(
            "AWS_ENDPOINT_URL",
            "AWS_ENDPOINT_URL cannot be read; write it as http://127.0.0.1:9000, without user, path or bucket, or leave it out for AWS itself"
        );
        return null;
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\z", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex BucketName();

    [GeneratedRegex(@"\A[a-z0-9-]{1,40}\z", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex RegionName();
}
