using System.Security.Cryptography;
using System.Text;

namespace Bokgi.Host.Platform.Keys;

/// <summary>A key of API_KEYS. The secret itself is not kept.</summary>
internal sealed class ApiKey(string name, Role role, string secret)
{
    private readonly byte[] hash = HashOf(secret);

    public string Name => name;

    public Role Role => role;

    public bool HasShortSecret { get; } = secret.Length < 16;

    /// <summary>Computed from the secret and stored in browser sessions, so that a session becomes invalid when the key's secret changes.</summary>
    public string Stamp { get; } = Convert.ToHexString(HMACSHA256.HashData(HashOf(secret), "session"u8), 0, 16);

    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>Compares the hashes in constant time.</summary>
    public bool HasHash(byte[] otherHash) => CryptographicOperations.FixedTimeEquals(hash, otherHash);
}
