using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>The objects of the bucket: their metadata in memory, their bytes in files.</summary>
internal sealed class S3Objects(string folder, TimeProvider clock)
{
    private const string MetadataPrefix = "x-amz-meta-";
    private const int MaxMetadataBytes = 2_048;

    private readonly Lock access = new();
    private readonly SortedDictionary<string, S3Object> objects = new(Utf8Order.Instance);

    public IReadOnlyList<S3Object> All
    {
        get
        {
            lock (access)
                return [.. objects.Values];
        }
    }

    /// <summary>Returns an unused path for the bytes of an object or part.</summary>
    public string GetUnusedPath() => Path.Combine(folder, Guid.NewGuid().ToString("N"));

    public S3Object? Find(string key)
    {
        lock (access)
            return objects.GetValueOrDefault(key);
    }

    /// <summary>Creates the object that a request describes, before its body is read.</summary>
    public S3Object CreateDraft(S3Call call)
    {
        var encryption = call.Header("x-amz-server-side-encryption");
        if (encryption is not (null or "AES256" or "aws:kms"))
            throw S3Error.InvalidArgument($"The encryption method specified is not supported: {encryption}");
        var metadata = call
            .Request.Headers.Where(header => header.Key.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(
                header => header.Key[MetadataPrefix.Length..].ToLowerInvariant(),
                header => header.Value.ToString(),
                StringComparer.Ordinal
            );
        if (metadata.Sum(entry => Encoding.UTF8.GetByteCount(entry.Key) + Encoding.UTF8.GetByteCount(entry.Value)) > MaxMetadataBytes)
            throw new S3Error("MetadataTooLarge", 400, "Your metadata headers exceed the maximum allowed metadata size.");
        return new(
            call.Key,
            GetUnusedPath(),
            Length: 0,
            ETag: string.Empty,
            ChecksumName: string.Empty,
            Checksum: string.Empty,
            call.Header("Content-Type") ?? "binary/octet-stream",
            metadata,
            encryption,
            ModifiedUtc: default
        );
    }

    public S3Response Put(S3Object stored)
    {
        if (stored.Encryption == "aws:kms")
            stored = stored with { ETag = Guid.NewGuid().ToString("N") };
        stored = stored with { ModifiedUtc = clock.GetUtcNow() };
        S3Object? previous;
        lock (access)
        {
            previous = objects.GetValueOrDefault(stored.Key);
            objects[stored.Key] = stored;
        }
        if (previous is not null)
            File.Delete(previous.File);
        return AddObjectHeaders(new S3Response(), stored);
    }

    public S3Response Delete(string key)
    {
        lock (access)
            if (objects.Remove(key, out var previous))
                File.Delete(previous.File);
        return new(204);
    }

    /// <summary>Answers GetObject and HeadObject requests. For HeadObject, <see cref="S3Sender"/> omits the body.</summary>
    public static S3Response Get(S3Call call, S3Object found)
    {
        var (from, length, isPartial) = ReadRange(FirstPartRange(call, found) ?? call.Header("Range"), found.Length);
        var response = AddObjectHeaders(new S3Response(isPartial ? 206 : 200) { File = (found.File, from, length) }, found)
            .SetHeader("Content-Type", found.ContentType)
            .SetHeader("Content-Length", $"{length}")
            .SetHeader("Last-Modified", found.ModifiedUtc.ToString("R"))
            .SetHeader("Accept-Ranges", "bytes")
            .SetHeader("x-amz-mp-parts-count", FirstPartRange(call, found) is null ? null : $"{found.Parts!.Value.Count}")
            .SetHeader("Content-Range", isPartial ? $"bytes {from}-{from + length - 1}/{found.Length}" : null);
        foreach (var (name, value) in found.Metadata)
            response.SetHeader(MetadataPrefix + name, EncodeMetadataValue(value));
        if (isPartial || !string.Equals(call.Header("x-amz-checksum-mode"), "ENABLED", StringComparison.OrdinalIgnoreCase))
        {
            response.Headers.Remove($"x-amz-checksum-{found.ChecksumName}");
            response.Headers.Remove("x-amz-checksum-type");
        }
        return response;
    }

    private static S3Response AddObjectHeaders(S3Response response, S3Object s3Object) =>
        response
            .SetHeader("ETag", $"\"{s3Object.ETag}\"")
            .SetHeader("x-amz-server-side-encryption", s3Object.Encryption)
            .SetHeader($"x-amz-checksum-{s3Object.ChecksumName}", s3Object.Checksum)
            .SetHeader("x-amz-checksum-type", s3Object.IsComposite ? "COMPOSITE" : "FULL_OBJECT");

    // The range of the first part, if the client requests part number 1. This server does not support requests for other parts.
    private static string? FirstPartRange(S3Call call, S3Object found) =>
        call.Parameter("partNumber") == "1" && found.Parts is { Length: var length } ? $"bytes=0-{length - 1}" : null;

    // Like S3, encodes values that are not ASCII as RFC 2047 describes.
    private static string EncodeMetadataValue(string value) =>
        Ascii.IsValid(value) ? value : $"=?UTF-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(value))}?=";

    private static (long From, long Length, bool IsPartial) ReadRange(string? text, long total)
    {
        if (!RangeHeaderValue.TryParse(text, out var header) || header.Ranges.Count != 1)
            return (0, total, false);
        var range = header.Ranges.Single(); // a range without From means the last To bytes
        var from = range.From ?? Math.Max(0, total - range.To!.Value);
        var last = range.From is null ? total - 1 : Math.Min(range.To ?? total - 1, total - 1);
        if (from >= total || last < from)
            throw new S3Error(
                "InvalidRange",
                416,
                "The requested range is not satisfiable",
                ("ActualObjectSize", total.ToString(CultureInfo.InvariantCulture))
            );
        return (from, last - from + 1, true);
    }
}
