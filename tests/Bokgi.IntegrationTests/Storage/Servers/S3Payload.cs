using System.Globalization;

namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>
/// Receives a body: plain, or in chunks of <c>aws-chunked</c> with or without signatures and trailers (Amazon S3 API Reference,
/// "Transferring Payload in Multiple Chunks" and "Including Trailing Headers"). Every declared length, hash, checksum and signature is
/// checked against the body.
/// </summary>
internal sealed class S3Payload(S3Call call, S3Authorization authorization, ChunkSignatures chunkSignatures, S3BodyReader reader)
{
    private const string ChecksumHeaderPrefix = "x-amz-checksum-";
    private const string StreamingPrefix = "STREAMING-";

    private readonly Dictionary<string, string> trailers = new(StringComparer.Ordinal);

    private bool HasSignedChunks => authorization.ContentSha256.StartsWith(StreamingPrefix + SigV4.Algorithm, StringComparison.Ordinal);

    private bool IsStreamed => authorization.ContentSha256.StartsWith(StreamingPrefix, StringComparison.Ordinal);

    private bool HasTrailer => authorization.ContentSha256.EndsWith("-TRAILER", StringComparison.Ordinal);

    /// <summary>Writes the content to a new file.</summary>
    /// <param name="path">The file; it is removed on an error.</param>
    /// <param name="algorithm">The checksum to store when the request names none.</param>
    /// <exception cref="S3Error">The body does not match what the request declares.</exception>
    public async Task<StoredBody> SaveAsync(string path, string algorithm)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            return await CopyToAsync(file, algorithm);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Reads and checks the body, and copies its content to a stream.</summary>
    /// <param name="output">The stream.</param>
    /// <param name="algorithm">The checksum to compute when the request names none.</param>
    public async Task<StoredBody> CopyToAsync(Stream output, string algorithm)
    {
        var name = DeclaredChecksum() ?? algorithm;
        using var checksum = Checksum.Create(name);
        using var md5 = Checksum.Create("md5");
        using var sha256 = Checksum.Create("sha256");
        var length = 0L;
        await ReadContentAsync(async bytes =>
        {
            foreach (var hash in (Checksum[])[checksum, md5, sha256])
                hash.Append(bytes.Span);
            length += bytes.Length;
            await output.WriteAsync(bytes);
        });
        var body = new StoredBody(length, md5.GetHashAndReset(), name, checksum.GetHashAndReset());
        CheckBody(body, Convert.ToHexStringLower(sha256.GetHashAndReset()));
        return body;
    }

    private string? DeclaredChecksum()
    {
        var names = call.Request.Headers.Keys.Select(name => name.ToLowerInvariant()).ToList();
        if (call.Header("x-amz-trailer") is { } trailer)
            names.Add(trailer.Trim().ToLowerInvariant());
        var declared = names
            .Where(name => name.StartsWith(ChecksumHeaderPrefix, StringComparison.Ordinal))
            .Select(name => name[ChecksumHeaderPrefix.Length..]);
        // The headers with these names only describe a checksum.
        var checksums = declared.Where(name => name is not ("algorithm" or "type" or "mode")).ToList();
        return checksums.Count <= 1
            ? checksums.SingleOrDefault()
            : throw S3Error.InvalidRequest("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
    }

    private async Task ReadContentAsync(Func<ReadOnlyMemory<byte>, Task> consume)
    {
        if (!IsStreamed)
            await reader.ReadContentAsync(null, consume);
        else if (
            authorization.ContentSha256
            is "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
                or "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
                or "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"
        )
            await ReadChunksAsync(consume);
        else
            throw S3Error.InvalidArgument($"x-amz-content-sha256 has an unknown value: {authorization.ContentSha256}");
    }

    private async Task ReadChunksAsync(Func<ReadOnlyMemory<byte>, Task> consume)
    {
        using var hash = Checksum.Create("sha256");
        long size;
        do
        {
            var chunkHeader = (await reader.ReadLineAsync() ?? throw S3Error.InvalidRequest("a chunk is missing")).Split(';', 2);
            if (!long.TryParse(chunkHeader[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out size) || size < 0)
                throw S3Error.InvalidRequest($"a chunk's size is not a hexadecimal number: {chunkHeader[0]}");
            await reader.ReadContentAsync(
                size,
                bytes =>
                {
                    hash.Append(bytes.Span);
                    return consume(bytes);
                }
            );
            if (HasSignedChunks)
                chunkSignatures.CheckChunk(
                    Convert.ToHexStringLower(hash.GetHashAndReset()),
                    chunkHeader.Length > 1 ? chunkHeader[1].Replace("chunk-signature=", "", StringComparison.Ordinal) : null
                );
            if (size > 0 && await reader.ReadLineAsync() is not "")
                throw S3Error.InvalidRequest("a chunk is longer than its size");
        } while (size > 0);
        await ReadTrailersAsync();
    }

    private async Task ReadTrailersAsync()
    {
        const string SignatureName = "x-amz-trailer-signature";
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            var parts = line.Split(':', 2);
            trailers[parts[0].Trim().ToLowerInvariant()] = parts[^1].Trim();
        }
        trailers.Remove(SignatureName, out var signature);
        var declaredTrailer = HasTrailer ? call.Header("x-amz-trailer")?.ToLowerInvariant() : null;
        if (string.Join(',', trailers.Keys) != (declaredTrailer ?? string.Empty))
            throw new S3Error(
                "MalformedTrailerError",
                400,
                "The request contained trailing data that was not well-formed or did not conform to our published schema."
            );
        if (HasSignedChunks && HasTrailer)
            chunkSignatures.CheckTrailers(trailers, signature);
    }

    private void CheckBody(StoredBody body, string sha256)
    {
        if (IsStreamed && call.Header("x-amz-decoded-content-length") != $"{body.Length}")
            throw new S3Error(
                "IncompleteBody",
                400,
                $"The request body has {body.Length} bytes, x-amz-decoded-content-length says otherwise."
            );
        if (!IsStreamed && authorization.ContentSha256 != S3Authorization.UnsignedPayload && authorization.ContentSha256 != sha256)
            throw new S3Error(
                "XAmzContentSHA256Mismatch",
                400,
                "The provided 'x-amz-content-sha256' header does not match what was computed.",
                ("ClientComputedContentSHA256", authorization.ContentSha256),
                ("S3ComputedContentSHA256", sha256)
            );
        if (call.Header("Content-MD5") is { } md5 && md5 != Convert.ToBase64String(body.Md5))
            throw S3Error.BadDigest("Content-MD5");
        var declared =
            call.Header(ChecksumHeaderPrefix + body.ChecksumName) ?? trailers.GetValueOrDefault(ChecksumHeaderPrefix + body.ChecksumName);
        if (declared is not null && declared != body.ChecksumText)
            throw S3Error.BadDigest(body.ChecksumName.ToUpperInvariant());
    }
}
