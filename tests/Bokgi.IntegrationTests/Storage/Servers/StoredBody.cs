namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>The properties of a received body.</summary>
internal sealed record StoredBody(long Length, byte[] Md5, string ChecksumName, byte[] Checksum)
{
    public string ETag => Convert.ToHexStringLower(Md5);

    public string ChecksumText => Convert.ToBase64String(Checksum);
}
