using System.Security.Cryptography;
using System.Text;

namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>
/// Computes AWS Signature Version 4 as S3 uses it (Amazon S3 API Reference, "Authenticating Requests"). It does not depend on
/// HTTP.
/// </summary>
internal static class SigV4
{
    public const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>The SHA-256 of empty content.</summary>
    public static string EmptyHash { get; } = Hash([]);

    public static string Hash(ReadOnlySpan<byte> data) => Convert.ToHexStringLower(SHA256.HashData(data));

    public static byte[] SigningKey(string secret, SigningScope scope)
    {
        var key = Encoding.UTF8.GetBytes($"AWS4{secret}");
        foreach (var scopePart in (string[])[scope.Date, scope.Region, SigningScope.Service, SigningScope.TerminationString])
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(scopePart));
        return key;
    }

    public static string Sign(byte[] key, string text) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));

    /// <summary>The canonical form of a request, from which its signature is computed.</summary>
    /// <param name="method">GET, PUT and so on.</param>
    /// <param name="path">The path, decoded.</param>
    /// <param name="query">Names and values, decoded, without the signature itself.</param>
    /// <param name="headers">The signed headers.</param>
    /// <param name="payload">The value of x-amz-content-sha256: the body's hash or one of S3's fixed values.</param>
    public static string CanonicalRequest(
        string method,
        string path,
        IEnumerable<KeyValuePair<string, string>> query,
        IEnumerable<KeyValuePair<string, string>> headers,
        string payload
    )
    {
        var pairs = query
            .Select(pair => (Name: Encode(pair.Key), Value: Encode(pair.Value)))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal)
            .ThenBy(pair => pair.Value, StringComparer.Ordinal)
            .Select(pair => $"{pair.Name}={pair.Value}");
        var sorted = headers.OrderBy(header => header.Key, StringComparer.Ordinal).ToList();
        var lines = sorted.Select(header => $"{header.Key}:{CollapseSpaces(header.Value)}\n");
        var names = string.Join(';', sorted.Select(header => header.Key));
        return $"{method}\n{Encode(path, keepSlash: true)}\n{string.Join('&', pairs)}\n{string.Concat(lines)}\n{names}\n{payload}";
    }

    public static string StringToSign(string time, SigningScope scope, string canonicalRequest) =>
        $"{Algorithm}\n{time}\n{scope}\n{Hash(Encoding.UTF8.GetBytes(canonicalRequest))}";

    /// <summary>
    /// The string to sign for one chunk of a body. It contains the signature of the previous chunk; the first chunk has that of the
    /// request.
    /// </summary>
    public static string ChunkStringToSign(string time, SigningScope scope, string previousSignature, string chunkHash) =>
        $"{Algorithm}-PAYLOAD\n{time}\n{scope}\n{previousSignature}\n{EmptyHash}\n{chunkHash}";

    /// <summary>The string to sign for the trailing headers after the last chunk.</summary>
    public static string TrailerStringToSign(
        string time,
        SigningScope scope,
        string previousSignature,
        IEnumerable<KeyValuePair<string, string>> trailers
    )
    {
        var lines = string.Concat(trailers.Select(trailer => $"{trailer.Key}:{trailer.Value}\n"));
        return $"{Algorithm}-TRAILER\n{time}\n{scope}\n{previousSignature}\n{Hash(Encoding.UTF8.GetBytes(lines))}";
    }

    /// <summary>Percent-encodes everything except letters, digits and <c>-._~</c>.</summary>
    public static string Encode(string text, bool keepSlash = false)
    {
        var encoded = new StringBuilder();
        foreach (var utf8Byte in Encoding.UTF8.GetBytes(text))
        {
            var isPlain =
                char.IsAsciiLetterOrDigit((char)utf8Byte)
                || "-._~".Contains((char)utf8Byte, StringComparison.Ordinal)
                || (keepSlash && utf8Byte == '/');
            if (isPlain)
                encoded.Append((char)utf8Byte);
            else
                encoded.Append($"%{utf8Byte:X2}");
        }
        return encoded.ToString();
    }

    private static string CollapseSpaces(string value) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
