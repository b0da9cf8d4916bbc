using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Xml;
using System.Xml.Linq;

namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>Multipart uploads in progress.</summary>
internal sealed class S3Uploads(S3Objects objects)
{
    private const long MinPartSize = 5 * 1024 * 1024;

    private readonly ConcurrentDictionary<string, Upload> openUploads = new(StringComparer.Ordinal);

    /// <summary>The keys of uploads that are neither completed nor aborted.</summary>
    public IReadOnlyList<string> Keys => [.. openUploads.Values.Select(upload => upload.Draft.Key)];

    public S3Response Create(S3Call call)
    {
        var algorithm = call.Header("x-amz-checksum-algorithm")?.ToLowerInvariant();
        using (Checksum.Create(algorithm ?? Checksum.Default)) { } // throws if S3 has no such algorithm
        var type = call.Header("x-amz-checksum-type");
        var isFullObjectByDefault = algorithm is null or Checksum.Default;
        var isFullObject = type is null ? isFullObjectByDefault : type == "FULL_OBJECT";
        var upload = new Upload(objects.CreateDraft(call), algorithm, isFullObject);
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        openUploads[id] = upload;
        var result = new XElement(
            "InitiateMultipartUploadResult",
            new XElement("Bucket", call.Bucket),
            new XElement("Key", call.Key),
            new XElement("UploadId", id)
        );
        return S3Response
            .FromXml(result)
            .SetHeader("x-amz-checksum-algorithm", algorithm?.ToUpperInvariant())
            .SetHeader("x-amz-checksum-type", algorithm is null ? null : upload.Type)
            .SetHeader("x-amz-server-side-encryption", upload.Draft.Encryption);
    }

    public async Task<S3Response> PutPartAsync(S3Call call, S3Payload payload)
    {
        var upload = Find(call);
        if (
            !int.TryParse(call.Parameter("partNumber"), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number is < 1 or > 10_000
        )
            throw S3Error.InvalidArgument("Part number must be an integer between 1 and 10000, inclusive");
        var path = objects.GetUnusedPath();
        var body = await payload.SaveAsync(path, upload.Algorithm ?? Checksum.Default);
        if (upload.Algorithm is { } expected && expected != body.ChecksumName)
        {
            File.Delete(path);
            throw S3Error.InvalidRequest(
                $"Checksum Type mismatch occurred, expected checksum Type: {expected}, actual checksum Type: {body.ChecksumName}"
            );
        }
        upload.AddOrReplace(number, new Part(path, body));
        return new S3Response()
            .SetHeader("ETag", $"\"{body.ETag}\"")
            .SetHeader($"x-amz-checksum-{body.ChecksumName}", body.ChecksumText)
            .SetHeader("x-amz-server-side-encryption", upload.Draft.Encryption);
    }

    public async Task<S3Response> CompleteAsync(S3Call call, S3Payload payload)
    {
        var upload = Find(call);
        using var document = new MemoryStream();
        await payload.CopyToAsync(document, Checksum.Default);
        document.Position = 0;
        var parts = ReadParts(document, upload);
        var completed = await JoinAsync(upload, parts);
        if (call.Header($"x-amz-checksum-{completed.ChecksumName}") is { } declared && declared != completed.Checksum)
            throw S3Error.BadDigest(completed.ChecksumName.ToUpperInvariant());
        Remove(call);
        var response = objects.Put(completed);
        return S3Response
            .FromXml(
                new XElement(
                    "CompleteMultipartUploadResult",
                    new XElement("Location", $"http://{call.Request.Host}{SigV4.Encode(call.Path, keepSlash: true)}"),
                    new XElement("Bucket", call.Bucket),
                    new XElement("Key", call.Key),
                    new XElement("ETag", response.Headers["ETag"]),
                    new XElement($"Checksum{completed.ChecksumName.ToUpperInvariant()}", completed.Checksum),
                    new XElement("ChecksumType", upload.Type)
                )
            )
            .SetHeader("x-amz-server-side-encryption", completed.Encryption);
    }

    public S3Response Abort(S3Call call)
    {
        Find(call);
        Remove(call);
        return new(204);
    }

    private static List<Part> ReadParts(Stream document, Upload upload)
    {
        var partElements = ReadPartElements(document);
        var parts = new List<Part>();
        var previousNumber = 0;
        foreach (var element in partElements)
        {
            var number = (int)element.Elements().Single(child => child.Name.LocalName == "PartNumber");
            if (number <= previousNumber)
                throw new S3Error(
                    "InvalidPartOrder",
                    400,
                    "The list of parts was not in ascending order. Parts must be ordered by part number."
                );
            previousNumber = number;
            var part = upload.Find(number) ?? throw S3Error.InvalidPart(number);
            if (Value(element, "ETag")?.Trim('"') != part.Body.ETag)
                throw S3Error.InvalidPart(number);
            CheckPartChecksum(upload, element, number, part);
            parts.Add(part);
        }
        if (parts.SkipLast(1).Any(part => part.Body.Length < MinPartSize))
            throw new S3Error("EntityTooSmall", 400, "Your proposed upload is smaller than the minimum allowed size");
        return parts;
    }

    private static void CheckPartChecksum(Upload upload, XElement element, int number, Part part)
    {
        var declared = Value(element, $"Checksum{part.Body.ChecksumName.ToUpperInvariant()}");
        if (declared is null && upload is { Algorithm: { } algorithm, IsFullObject: false })
            throw S3Error.InvalidRequest(
                $"The upload was created using a {algorithm} checksum. The complete request must include the checksum for each part. It was missing for part {number} in the request."
            );
        if (declared is not null && declared != part.Body.ChecksumText)
            throw S3Error.InvalidPart(number);
    }

    private static List<XElement> ReadPartElements(Stream document)
    {
        try
        {
            var parts = XDocument.Load(document).Root!.Elements().Where(child => child.Name.LocalName == "Part").ToList();
            return parts.Count > 0 ? parts : throw new XmlException("there is no part");
        }
        catch (XmlException)
        {
            throw new S3Error(
                "MalformedXML",
                400,
                "The XML you provided was not well-formed or did not validate against our published schema"
            );
        }
    }

    private static string? Value(XElement element, string name) =>
        element.Elements().SingleOrDefault(child => child.Name.LocalName == name)?.Value;

    private static async Task<S3Object> JoinAsync(Upload upload, List<Part> parts)
    {
        var name = upload.Algorithm ?? Checksum.Default;
        using var fullChecksum = Checksum.Create(name);
        await using (var file = new FileStream(upload.Draft.File, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            foreach (var part in parts)
                await AppendAsync(part.Path, file, fullChecksum);
        var compositeChecksum = Checksum.Compute(name, [.. parts.SelectMany(part => part.Body.Checksum)]);
        return upload.Draft with
        {
            Length = parts.Sum(part => part.Body.Length),
            ETag = $"{Convert.ToHexStringLower(Checksum.Compute("md5", [.. parts.SelectMany(part => part.Body.Md5)]))}-{parts.Count}",
            Parts = (parts[0].Body.Length, parts.Count),
            ChecksumName = name,
            Checksum = upload.IsFullObject
                ? Convert.ToBase64String(fullChecksum.GetHashAndReset())
                : $"{Convert.ToBase64String(compositeChecksum)}-{parts.Count}",
        };
    }

    private static async Task AppendAsync(string path, FileStream file, Checksum fullChecksum)
    {
        var buffer = new byte[64 * 1024];
        await using var part = File.OpenRead(path);
        while (await part.ReadAsync(buffer) is var count and > 0)
        {
            fullChecksum.Append(buffer.AsSpan(0, count));
            await file.WriteAsync(buffer.AsMemory(0, count));
        }
    }

    private Upload Find(S3Call call)
    {
        var id = call.Parameter("uploadId") ?? string.Empty;
        return openUploads.TryGetValue(id, out var upload) && upload.Draft.Key == call.Key ? upload : throw S3Error.NoSuchUpload(id);
    }

    private void Remove(S3Call call)
    {
        if (openUploads.TryRemove(call.Parameter("uploadId")!, out var upload))
            upload.DeleteFiles();
    }

    private sealed record Part(string Path, StoredBody Body);

    private sealed class Upload(S3Object draft, string? algorithm, bool isFullObject)
    {
        private readonly ConcurrentDictionary<int, Part> parts = new();

        public S3Object Draft => draft;

        public string? Algorithm => algorithm;

        /// <summary>Whether the checksum is computed from the whole object, and not from the checksums of its parts.</summary>
        public bool IsFullObject => isFullObject;

        public string Type => isFullObject ? "FULL_OBJECT" : "COMPOSITE";

        public Part? Find(int number) => parts.GetValueOrDefault(number);

        public void AddOrReplace(int number, Part part)
        {
            if (parts.TryRemove(number, out var previous))
                File.Delete(previous.Path);
            parts[number] = part;
        }

        public void DeleteFiles()
        {
            foreach (var part in parts.Values)
                File.Delete(part.Path);
        }
    }
}
