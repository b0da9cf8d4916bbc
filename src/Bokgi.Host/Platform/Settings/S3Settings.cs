using System.Text.RegularExpressions;

namespace Bokgi.Host.Platform.Settings;

/// <summary>The bucket that stores the files of runs, and how to access it.</summary>
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
    /// <summary>Null if no bucket is named; the other AWS settings are then ignored.</summary>
    public static S3Settings? Read(SettingReader reader)
    {
        var bucket = reader.Optional("AWS_BUCKET_NAME", "S3 bucket for the results; when empty, they are kept in STATE_ROOT/results");
        var region = reader.Text("AWS_REGION", "us-east-1", "region of the bucket");
        var url = reader.Optional(
            "AWS_ENDPOINT_URL",
            "server of the bucket, such as http://127.0.0.1:9000, for MinIO and similar servers; AWS itself when empty"
        );
        var id = reader.Optional(
            "AWS_ACCESS_KEY_ID",
            "access key for the bucket; when empty, the SDK looks for one itself: profile, container, machine"
        );
        var secret = reader.Secret("AWS_SECRET_ACCESS_KEY", "secret that goes with AWS_ACCESS_KEY_ID");
        var token = reader.Secret("AWS_SESSION_TOKEN", "token that goes with AWS_ACCESS_KEY_ID when the key is a temporary one");
        var encryption = reader.Optional(
            "AWS_SERVER_SIDE_ENCRYPTION",
            "encryption to request from S3: AES256 or aws:kms; the bucket's default when empty"
        );
        if (bucket.Length == 0)
            return null;
        var errors = reader.Errors;
        if (!BucketName().IsMatch(bucket))
            errors.Add(
                "AWS_BUCKET_NAME",
                $"AWS_BUCKET_NAME cannot be '{bucket}'; a bucket has 3 to 63 lowercase letters, digits, hyphens and dots, such as my-results"
            );
        if (!RegionName().IsMatch(region))
            errors.Add("AWS_REGION", $"AWS_REGION cannot be '{region}'; give a region such as ap-northeast-2");
        if (encryption is not ("" or "AES256" or "aws:kms"))
            errors.Add(
                "AWS_SERVER_SIDE_ENCRYPTION",
                $"AWS_SERVER_SIDE_ENCRYPTION cannot be '{encryption}'; give AES256, aws:kms, or nothing for the bucket's default"
            );
        var (hasId, hasSecret) = (id.Length > 0, secret.Length > 0);
        if (hasId != hasSecret)
        {
            var (given, missing) = hasId ? ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY") : ("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID");
            errors.Add("AWS_ACCESS_KEY_ID", $"{given} is set without {missing}; set both, or neither");
        }

        return new S3Settings(bucket, region, ReadEndpoint(url, errors), id, secret, token, encryption);
    }

    // The message does not show a wrong endpoint, because some people put keys into URLs.
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
