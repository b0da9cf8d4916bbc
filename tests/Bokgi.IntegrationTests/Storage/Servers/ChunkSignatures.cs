namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>Checks the signatures of a body's chunks; each signature also covers the previous one.</summary>
internal sealed class ChunkSignatures(byte[] key, S3Authorization authorization)
{
    private string previousSignature = authorization.Signature;

    /// <exception cref="S3Error">The signature does not match this chunk at this place.</exception>
    public void CheckChunk(string chunkHash, string? signature) =>
        Check(SigV4.ChunkStringToSign(authorization.Time, authorization.Scope, previousSignature, chunkHash), signature);

    /// <exception cref="S3Error">The signature does not match these trailers.</exception>
    public void CheckTrailers(IEnumerable<KeyValuePair<string, string>> trailers, string? signature) =>
        Check(SigV4.TrailerStringToSign(authorization.Time, authorization.Scope, previousSignature, trailers), signature);

    private void Check(string stringToSign, string? signature)
    {
        var expected = SigV4.Sign(key, stringToSign);
        if (!S3Authenticator.IsSame(expected, signature ?? string.Empty))
            throw new S3Error("SignatureDoesNotMatch", 403, "The chunk signature we calculated does not match the signature you provided.");
        previousSignature = expected;
    }
}
