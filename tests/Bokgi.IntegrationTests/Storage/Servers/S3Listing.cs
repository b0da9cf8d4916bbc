using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>ListObjectsV2.</summary>
internal static class S3Listing
{
    private const int Most = 1000;

    public static S3Answer List(S3Call call, IEnumerable<S3Object> all)
    {
        var (prefix, delimiter) = (call.Parameter("prefix") ?? string.Empty, call.Parameter("delimiter") ?? string.Empty);
        var token = call.Parameter("continuation-token");
        var after = token is null ? call.Parameter("start-after") ?? string.Empty : ReadToken(token);
        var most = ReadMost(call.Parameter("max-keys"));
        var entries = all.Where(one => one.Key.StartsWith(prefix, StringComparison.Ordinal))
            .GroupBy(one => Name(one.Key, prefix, delimiter), StringComparer.Ordinal) // keeps the order of the keys
            .Where(group => Utf8Order.Instance.Compare(group.Key, after) > 0)
            .Take(most + 1)
            .ToList();
        var page = entries.Take(most).ToList();
        var isTruncated = entries.Count > most && most > 0;
        Func<string, string> spell = call.Parameter("encoding-type") == "url" ? Spell : key => key;
        return S3Answer.Of(
            new XElement(
                "ListBucketResult",
                new XElement("Name", call.Bucket),
                new XElement("Prefix", spell(prefix)),
                delimiter.Length > 0 ? new XElement("Delimiter", spell(delimiter)) : null,
                call.Parameter("encoding-type") is { } encoding ? new XElement("EncodingType", encoding) : null,
                token is null ? null : new XElement("ContinuationToken", token),
                isTruncated ? new XElement("NextContinuationToken", MakeToken(page[^1].Key)) : null,
                new XElement("KeyCount", page.Count),
                new XElement("MaxKeys", most),
                new XElement("IsTruncated", isTruncated),
                page.Where(group => !IsFolder(group.Key)).Select(group => Contents(group.Single(), spell)),
                page.Where(group => IsFolder(group.Key))
                    .Select(group => new XElement("CommonPrefixes", new XElement("Prefix", spell(group.Key))))
            )
        );

        bool IsFolder(string name) =>
            delimiter.Length > 0 && name.Length > prefix.Length && name.EndsWith(delimiter, StringComparison.Ordinal);
    }

    private static string Name(string key, string prefix, string delimiter)
    {
        var end = delimiter.Length == 0 ? -1 : key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
        return end < 0 ? key : key[..(end + delimiter.Length)];
    }

    private static XElement Contents(S3Object one, Func<string, string> spell) =>
        new(
            "Contents",
            new XElement("Key", spell(one.Key)),
            new XElement(
                "LastModified",
                one.ModifiedUtc.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
            ),
            new XElement("ETag", $"\"{one.ETag}\""),
            new XElement("ChecksumAlgorithm", one.ChecksumName.ToUpperInvariant()),
            new XElement("ChecksumType", one.IsComposite ? "COMPOSITE" : "FULL_OBJECT"),
            new XElement("Size", one.Length),
            new XElement("StorageClass", "STANDARD")
        );

    private static string Spell(string key) => SigV4.Encode(key, keepSlash: true).Replace("%20", "+", StringComparison.Ordinal);

    private static int ReadMost(string? text)
    {
        if (text is null)
            return Most;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var most))
            throw S3Error.InvalidArgument("Argument maxKeys must be an integer between 0 and 2147483647");
        return Math.Min(most, Most);
    }

    private static string MakeToken(string key) => Convert.ToBase64String(Encoding.UTF8.GetBytes("1/" + key));

    private static string ReadToken(string token)
    {
        var bytes = new byte[token.Length];
        var isRead = Convert.TryFromBase64String(token, bytes, out var length);
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        return isRead && text.StartsWith("1/", StringComparison.Ordinal)
            ? text[2..]
            : throw S3Error.InvalidArgument("The continuation token provided is incorrect");
    }
}
