using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>Answers ListObjectsV2 requests.</summary>
internal static class S3Listing
{
    private const int MaxPageSize = 1000;
    private const string TokenPrefix = "1/"; // distinguishes tokens from other base64 texts

    public static S3Response List(S3Call call, IEnumerable<S3Object> objects)
    {
        var (prefix, delimiter) = (call.Parameter("prefix") ?? string.Empty, call.Parameter("delimiter") ?? string.Empty);
        var token = call.Parameter("continuation-token");
        var startAfter = token is null ? call.Parameter("start-after") ?? string.Empty : ReadToken(token);
        var maxKeys = ReadMaxKeys(call.Parameter("max-keys"));
        var entries = objects
            .Where(s3Object => s3Object.Key.StartsWith(prefix, StringComparison.Ordinal))
            .GroupBy(s3Object => GroupName(s3Object.Key, prefix, delimiter), StringComparer.Ordinal) // keeps the order of the keys
            .Where(group => Utf8Order.Instance.Compare(group.Key, startAfter) > 0)
            .Take(maxKeys + 1)
            .ToList();
        var page = entries.Take(maxKeys).ToList();
        var isTruncated = entries.Count > maxKeys && maxKeys > 0;
        Func<string, string> encode = call.Parameter("encoding-type") == "url" ? EncodeKey : key => key;
        return S3Response.FromXml(
            new XElement(
                "ListBucketResult",
                new XElement("Name", call.Bucket),
                new XElement("Prefix", encode(prefix)),
                delimiter.Length > 0 ? new XElement("Delimiter", encode(delimiter)) : null,
                call.Parameter("encoding-type") is { } encoding ? new XElement("EncodingType", encoding) : null,
                token is null ? null : new XElement("ContinuationToken", token),
                isTruncated ? new XElement("NextContinuationToken", CreateToken(page[^1].Key)) : null,
                new XElement("KeyCount", page.Count),
                new XElement("MaxKeys", maxKeys),
                new XElement("IsTruncated", isTruncated),
                page.Where(group => !IsFolder(group.Key)).Select(group => Contents(group.Single(), encode)),
                page.Where(group => IsFolder(group.Key))
                    .Select(group => new XElement("CommonPrefixes", new XElement("Prefix", encode(group.Key))))
            )
        );

        bool IsFolder(string name) =>
            delimiter.Length > 0 && name.Length > prefix.Length && name.EndsWith(delimiter, StringComparison.Ordinal);
    }

    // A key with a delimiter after the prefix is listed as its folder, which is the key up to that delimiter. Other keys are listed themselves.
    private static string GroupName(string key, string prefix, string delimiter)
    {
        var end = delimiter.Length == 0 ? -1 : key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
        return end < 0 ? key : key[..(end + delimiter.Length)];
    }

    private static XElement Contents(S3Object s3Object, Func<string, string> encode) =>
        new(
            "Contents",
            new XElement("Key", encode(s3Object.Key)),
            new XElement(
                "LastModified",
                s3Object.ModifiedUtc.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
            ),
            new XElement("ETag", $"\"{s3Object.ETag}\""),
            new XElement("ChecksumAlgorithm", s3Object.ChecksumName.ToUpperInvariant()),
            new XElement("ChecksumType", s3Object.IsComposite ? "COMPOSITE" : "FULL_OBJECT"),
            new XElement("Size", s3Object.Length),
            new XElement("StorageClass", "STANDARD")
        );

    private static string EncodeKey(string key) => SigV4.Encode(key, keepSlash: true).Replace("%20", "+", StringComparison.Ordinal);

    private static int ReadMaxKeys(string? text)
    {
        if (text is null)
            return MaxPageSize;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var maxKeys))
            throw S3Error.InvalidArgument("Argument maxKeys must be an integer between 0 and 2147483647");
        return Math.Min(maxKeys, MaxPageSize);
    }

    private static string CreateToken(string key) => Convert.ToBase64String(Encoding.UTF8.GetBytes(TokenPrefix + key));

    private static string ReadToken(string token)
    {
        var bytes = new byte[token.Length];
        var isRead = Convert.TryFromBase64String(token, bytes, out var length);
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        return isRead && text.StartsWith(TokenPrefix, StringComparison.Ordinal)
            ? text[TokenPrefix.Length..]
            : throw S3Error.InvalidArgument("The continuation token provided is incorrect");
    }
}
