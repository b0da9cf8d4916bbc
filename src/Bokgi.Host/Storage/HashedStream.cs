using System.Security.Cryptography;

namespace Bokgi.Host.Storage;

/// <summary>Writes to another stream and hashes everything that is written. The other stream is left open.</summary>
internal sealed class HashedStream : CryptoStream
{
    private readonly SHA256 hash;

    public HashedStream(Stream inner)
        : this(inner, SHA256.Create()) { }

    private HashedStream(Stream inner, SHA256 hash)
        : base(inner, hash, CryptoStreamMode.Write, leaveOpen: true) => this.hash = hash;

    /// <summary>The SHA-256 in hexadecimal digits. Nothing can be written afterwards.</summary>
    public string FinishSha256()
    {
        if (!HasFlushedFinalBlock)
            FlushFinalBlock();
        return Convert.ToHexStringLower(hash.Hash!);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        hash.Dispose();
    }
}
