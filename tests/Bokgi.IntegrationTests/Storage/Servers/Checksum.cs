using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>One of S3's checksums, computed as bytes arrive.</summary>
internal sealed class Checksum : IDisposable
{
    /// <summary>The algorithm that S3 uses when a client names none.</summary>
    public const string Default = "crc64nvme";

    private readonly IncrementalHash? hash;
    private readonly ReflectedCrc? crc;

    private Checksum(string name)
    {
        Name = name;
        hash = name switch
        {
            "md5" => IncrementalHash.CreateHash(HashAlgorithmName.MD5),
            "sha1" => IncrementalHash.CreateHash(HashAlgorithmName.SHA1),
            "sha256" => IncrementalHash.CreateHash(HashAlgorithmName.SHA256),
            _ => null,
        };
        // Polynomials of IEEE 802.3, Castagnoli (RFC 3720) and NVM Express, with their bits reversed.
        crc = name switch
        {
            "crc32" => new ReflectedCrc(32, 0xEDB88320),
            "crc32c" => new ReflectedCrc(32, 0x82F63B78),
            "crc64nvme" => new ReflectedCrc(64, 0x9A6C9329AC4BC9B5),
            _ => null,
        };
    }

    /// <summary>The name as in the header <c>x-amz-checksum-NAME</c>, or md5.</summary>
    public string Name { get; }

    /// <exception cref="S3Error">S3 has no such checksum.</exception>
    public static Checksum Create(string name)
    {
        var checksum = new Checksum(name.ToLowerInvariant());
        if (checksum.hash is null && checksum.crc is null)
            throw S3Error.InvalidRequest($"The algorithm type you specified in x-amz-checksum- header is invalid: {name}");
        return checksum;
    }

    /// <summary>Computes the checksum of bytes.</summary>
    /// <exception cref="S3Error">S3 has no such checksum.</exception>
    public static byte[] Compute(string name, ReadOnlySpan<byte> data)
    {
        using var checksum = Create(name);
        checksum.Append(data);
        return checksum.GetHashAndReset();
    }

    public void Append(ReadOnlySpan<byte> data)
    {
        hash?.AppendData(data);
        crc?.Append(data);
    }

    /// <summary>Returns the checksum, and resets the state for the next one.</summary>
    public byte[] GetHashAndReset() => hash is not null ? hash.GetHashAndReset() : crc!.GetHashAndReset();

    public void Dispose() => hash?.Dispose();

    // A CRC that processes the bits of each byte from the lowest to the highest.
    private sealed class ReflectedCrc
    {
        private readonly int width;
        private readonly ulong[] table = new ulong[256];
        private ulong state;

        public ReflectedCrc(int width, ulong polynomial)
        {
            this.width = width;
            for (var i = 0; i < table.Length; i++)
            {
                var value = (ulong)i;
                for (var bit = 0; bit < 8; bit++)
                    value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ polynomial;
                table[i] = value;
            }
            state = AllBits;
        }

        private ulong AllBits => ulong.MaxValue >> (64 - width);

        public void Append(ReadOnlySpan<byte> data)
        {
            var value = state;
            foreach (var dataByte in data)
                value = table[(byte)value ^ dataByte] ^ (value >> 8);
            state = value;
        }

        public byte[] GetHashAndReset()
        {
            var bytes = new byte[8];
            BinaryPrimitives.WriteUInt64BigEndian(bytes, state ^ AllBits);
            state = AllBits;
            return bytes[(8 - (width / 8))..];
        }
    }
}
