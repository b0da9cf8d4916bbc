using System.Net;
using System.Text;
using System.Xml.Linq;

namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>Signs and sends requests without the AWS SDK, so that a test can make any part of them wrong.</summary>
internal sealed class RawS3Client(StrictS3Server server, S3Credential credential, TimeProvider clock) : IDisposable
{
    private readonly HttpClient http = new();

    // The current time as Signature Version 4 writes it.
    private string Time => clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'");

    private SigningScope Scope => new(Time[..8], StrictS3Server.Region);

    private byte[] Key => SigV4.SigningKey(credential.Secret, Scope);

    public void Dispose() => http.Dispose();

    /// <summary>Creates a request with an Authorization header, and returns its signature too.</summary>
    /// <param name="method">GET, PUT and so on.</param>
    /// <param name="key">The object's key.</param>
    /// <param name="contentSha256">The value of x-amz-content-sha256.</param>
    /// <param name="headers">More headers, which are signed too.</param>
    public (HttpRequestMessage Request, string Signature) Sign(
        string method,
        string key,
        string contentSha256,
        params (string Name, string Value)[] headers
    )
    {
        var path = $"/{StrictS3Server.Bucket}/{key}";
        var signedHeaders = headers
            .Append(("host", server.Address.Authority))
            .Append(("x-amz-content-sha256", contentSha256))
            .Append(("x-amz-date", Time))
            .Select(header => KeyValuePair.Create(header.Item1, header.Item2))
            .OrderBy(header => header.Key, StringComparer.Ordinal)
            .ToList();
        var signature = Sign(SigV4.CanonicalRequest(method, path, [], signedHeaders, contentSha256));
        var request = new HttpRequestMessage(new(method), new Uri(server.Address, SigV4.Encode(path, keepSlash: true)));
        foreach (var (name, value) in signedHeaders)
            request.Headers.TryAddWithoutValidation(name, value);
        var names = string.Join(';', signedHeaders.Select(header => header.Key));
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"{SigV4.Algorithm} Credential={credential.KeyId}/{Scope}, SignedHeaders={names}, Signature={signature}"
        );
        return (request, signature);
    }

    /// <summary>Creates a presigned URL that anyone may use for this many seconds.</summary>
    public Uri Presign(string method, string key, int seconds)
    {
        var path = $"/{StrictS3Server.Bucket}/{key}";
        var query = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["X-Amz-Algorithm"] = SigV4.Algorithm,
            ["X-Amz-Credential"] = $"{credential.KeyId}/{Scope}",
            ["X-Amz-Date"] = Time,
            ["X-Amz-Expires"] = $"{seconds}",
            ["X-Amz-SignedHeaders"] = "host",
        };
        var signature = Sign(
            SigV4.CanonicalRequest(method, path, query, [new("host", server.Address.Authority)], S3Authorization.UnsignedPayload)
        );
        var pairs = query.Select(pair => $"{pair.Key}={SigV4.Encode(pair.Value)}");
        return new Uri(server.Address, $"{SigV4.Encode(path, keepSlash: true)}?{string.Join('&', pairs)}&X-Amz-Signature={signature}");
    }

    /// <summary>Uploads in chunks.</summary>
    /// <param name="key">The object's key.</param>
    /// <param name="contentSha256">One of the values of x-amz-content-sha256 that begin with STREAMING.</param>
    /// <param name="content">What is uploaded.</param>
    /// <param name="trailer">A checksum header after the chunks.</param>
    /// <param name="alterBody">Changes the body after it was signed.</param>
    public async Task<(HttpStatusCode Status, string? Code)> PutChunksAsync(
        string key,
        string contentSha256,
        byte[] content,
        (string Name, string Value)? trailer = null,
        Func<byte[], byte[]>? alterBody = null
    )
    {
        var headers = new List<(string, string)> { ("x-amz-decoded-content-length", $"{content.Length}") };
        if (trailer is { } trailerHeader)
            headers.Add(("x-amz-trailer", trailerHeader.Name));
        var (request, signature) = Sign("PUT", key, contentSha256, [.. headers]);
        var body = EncodeChunks(content, contentSha256.Contains(SigV4.Algorithm, StringComparison.Ordinal) ? signature : null, trailer);
        request.Content = new ByteArrayContent(alterBody?.Invoke(body) ?? body);
        request.Content.Headers.ContentEncoding.Add("aws-chunked");
        return await SendAsync(request);
    }

    /// <summary>Sends a request and returns its status and the code of the S3 error; the code is null on success.</summary>
    public async Task<(HttpStatusCode Status, string? Code)> SendAsync(HttpRequestMessage request)
    {
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, response.IsSuccessStatusCode ? null : XDocument.Parse(text).Root!.Element("Code")!.Value);
    }

    private byte[] EncodeChunks(byte[] content, string? signature, (string Name, string Value)? trailer)
    {
        const int ChunkSize = 64 * 1024;
        using var body = new MemoryStream();
        foreach (var chunk in content.Chunk(ChunkSize).Append([])) // an empty chunk is the last one
        {
            if (signature is not null)
                signature = SigV4.Sign(Key, SigV4.ChunkStringToSign(Time, Scope, signature, SigV4.Hash(chunk)));
            var extension = signature is null ? "" : $";chunk-signature={signature}";
            body.Write(Encoding.ASCII.GetBytes($"{chunk.Length:x}{extension}\r\n"));
            body.Write(chunk);
            if (chunk.Length > 0)
                body.Write("\r\n"u8);
        }
        if (trailer is { } line)
        {
            body.Write(Encoding.ASCII.GetBytes($"{line.Name}:{line.Value}\r\n"));
            if (signature is not null)
            {
                var stringToSign = SigV4.TrailerStringToSign(Time, Scope, signature, [new(line.Name, line.Value)]);
                body.Write(Encoding.ASCII.GetBytes($"x-amz-trailer-signature:{SigV4.Sign(Key, stringToSign)}\r\n"));
            }
        }
        body.Write("\r\n"u8);
        return body.ToArray();
    }

    private string Sign(string canonicalRequest) => SigV4.Sign(Key, SigV4.StringToSign(Time, Scope, canonicalRequest));
}
