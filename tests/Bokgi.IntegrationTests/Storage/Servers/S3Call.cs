using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>A request, parsed as S3 does in path style: <c>/bucket/key?query</c>.</summary>
internal sealed class S3Call
{
    // Query parameters that are not the name of a subresource.
    private static readonly FrozenSet<string> ModifierParameters = FrozenSet.ToFrozenSet(
        [
            "list-type",
            "prefix",
            "delimiter",
            "max-keys",
            "continuation-token",
            "start-after",
            "encoding-type",
            "fetch-owner",
            "partNumber",
            "uploadId",
        ],
        StringComparer.Ordinal
    );

    public S3Call(HttpContext context)
    {
        Context = context;
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var questionMark = target.IndexOf('?', StringComparison.Ordinal);
        Path = Uri.UnescapeDataString(questionMark < 0 ? target : target[..questionMark]);
        Query =
            questionMark < 0 ? [] : [.. target[(questionMark + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries).Select(ParsePair)];
        var parts = Path.TrimStart('/').Split('/', 2);
        Bucket = parts[0];
        Key = parts.Length > 1 ? parts[1] : string.Empty;
        (Operation, Action) = Classify();
    }

    public HttpContext Context { get; }

    public HttpRequest Request => Context.Request;

    public string Path { get; }

    /// <summary>The query parameters, decoded.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; }

    public string Bucket { get; }

    public string Key { get; }

    /// <summary>The operation's name in the S3 API, such as GetObject.</summary>
    public string Operation { get; }

    /// <summary>The action that a policy must allow for the request, such as s3:GetObject.</summary>
    public string Action { get; }

    public string? Parameter(string name) => Query.FirstOrDefault(pair => pair.Key == name).Value;

    public string? Header(string name) => Request.Headers.TryGetValue(name, out var values) ? values.ToString() : null;

    private static KeyValuePair<string, string> ParsePair(string text)
    {
        var parts = text.Replace('+', ' ').Split('=', 2);
        return new(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : string.Empty);
    }

    private (string Operation, string Action) Classify()
    {
        // The SDK's x-id only repeats the name of the operation, so it is ignored.
        var subresource = Query
            .Select(pair => pair.Key)
            .Where(name => !ModifierParameters.Contains(name) && !name.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase))
            .FirstOrDefault(name => name != "x-id" && !name.StartsWith("response-", StringComparison.Ordinal));
        if (Request.Headers.ContainsKey("x-amz-copy-source"))
            subresource = "copy";
        return Key.Length > 0 ? ClassifyObjectRequest(subresource) : ClassifyBucketRequest(subresource);
    }

    private (string Operation, string Action) ClassifyObjectRequest(string? subresource) =>
        (Request.Method, subresource, Parameter("uploadId") is not null) switch
        {
            ("PUT", null, false) => ("PutObject", "s3:PutObject"),
            ("PUT", null, true) => ("UploadPart", "s3:PutObject"),
            ("GET", null, false) => ("GetObject", "s3:GetObject"),
            ("GET", null, true) => ("ListParts", "s3:ListMultipartUploadParts"),
            ("GET", "attributes", false) => ("GetObjectAttributes", "s3:GetObjectAttributes"),
            ("HEAD", null, false) => ("HeadObject", "s3:GetObject"),
            ("DELETE", null, false) => ("DeleteObject", "s3:DeleteObject"),
            ("DELETE", null, true) => ("AbortMultipartUpload", "s3:AbortMultipartUpload"),
            ("POST", "uploads", false) => ("CreateMultipartUpload", "s3:PutObject"),
            ("POST", null, true) => ("CompleteMultipartUpload", "s3:PutObject"),
            _ => ($"{Request.Method} object {subresource}", $"unknown:{subresource}"),
        };

    private (string Operation, string Action) ClassifyBucketRequest(string? subresource) =>
        (Request.Method, subresource, Bucket.Length > 0) switch
        {
            ("GET", null, true) when Parameter("list-type") == "2" => ("ListObjectsV2", "s3:ListBucket"),
            ("GET", null, true) => ("ListObjects", "s3:ListBucket"),
            ("GET", "uploads", true) => ("ListMultipartUploads", "s3:ListBucketMultipartUploads"),
            ("GET", "location", true) => ("GetBucketLocation", "s3:GetBucketLocation"),
            ("HEAD", null, true) => ("HeadBucket", "s3:ListBucket"),
            ("PUT", null, true) => ("CreateBucket", "s3:CreateBucket"),
            ("POST", "delete", true) => ("DeleteObjects", "s3:DeleteObject"),
            ("GET", null, false) => ("ListBuckets", "s3:ListAllMyBuckets"),
            _ => ($"{Request.Method} bucket {subresource}", $"unknown:{subresource}"),
        };
}
