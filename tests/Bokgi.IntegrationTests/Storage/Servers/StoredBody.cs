namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>What is known of a body that has been taken in.</summary>
internal sealed record StoredBody(long Length, byte[] Md5, string ChecksumName, byte[] Checksum)
{
    public string ETag => Convert.ToHexStringLower(Md5);

    public string ChecksumText => Convert.ToBase64String(Checksum);
}
