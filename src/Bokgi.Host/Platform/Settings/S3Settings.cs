using System.Text.RegularExpressions;
using Bokgi.Host.Platform.Errors;

namespace Bokgi.Host.Platform.Settings;

/// <summary>Where the bucket is, and with which keys it opens.</summary>
/// <param name="Bucket">Its name.</param>
/// <param name="Region">Its region, which is part of every signature.</param>
/// <param name="Endpoint">The server, of MinIO and the like; null for AWS itself.</param>
/// <param name="AccessKeyId">Who asks; empty when the SDK's own chain of credentials decides.</param>
/// <param name="SecretAccessKey">The secret that goes with it.</param>
/// <param name="SessionToken">What goes with both when they are temporary, else empty.</param>
/// <param name="Encryption">The server-side encryption to ask for, <c>AES256</c> or <c>aws:kms</c>; empty for the bucket's own.</param>
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
    /// <param name="text">A setting's value by its name.</param>
    /// <param name="errors">Takes what cannot be used.</param>
    /// <returns>Null when no bucket is named: nothing else of AWS matters then.</returns>
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

    // Not shown when it is wrong: people put keys into addresses.
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
