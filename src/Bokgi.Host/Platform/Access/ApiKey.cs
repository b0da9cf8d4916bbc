using System.Security.Cryptography;
using System.Text;

namespace Bokgi.Host.Platform.Access;

/// <summary>A key of API_KEYS. The secret itself is not kept.</summary>
internal sealed class ApiKey(string name, Role role, string secret)
{
    private readonly byte[] hash = HashOf(secret);

    /// <summary>Who holds it, for people.</summary>
    public string Name => name;

    public Role Role => role;

    /// <summary>Whether its secret is so short that it might be guessed.</summary>
    public bool IsShort { get; } = secret.Length < 16;

    /// <summary>Differs when the secret does: a session of a former key of this name is none of this key.</summary>
    public string Stamp { get; } = Convert.ToHexString(HMACSHA256.HashData(HashOf(secret), "session"u8), 0, 16);

    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>Whether a secret of this hash is this key's; takes the same time whatever it is.</summary>
    public bool Is(byte[] other) => CryptographicOperations.FixedTimeEquals(hash, other);
}
