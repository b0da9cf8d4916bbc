using System.Buffers.Binary;

namespace Bokgi.Host.Runs.Artifacts;

/// <summary>The first and last bytes of a rows file.</summary>
internal static class RowsFileFormat
{
    /// <summary>Length and checksum of the directory, and the magic bytes again.</summary>
    public const int EndBytes = sizeof(int) + sizeof(ulong) + 8;

    private const int VersionDigits = 2;

    /// <summary>The name of the format and its version, which are also the last bytes of a file.</summary>
    public static ReadOnlySpan<byte> Magic => "BOKGIR01"u8;

    public static void WriteEnd(Span<byte> end, int directoryLength, ulong checksum)
    {
        BinaryPrimitives.WriteInt32LittleEndian(end, directoryLength);
        BinaryPrimitives.WriteUInt64LittleEndian(end[sizeof(int)..], checksum);
        Magic.CopyTo(end[(sizeof(int) + sizeof(ulong))..]);
    }

    /// <exception cref="InvalidDataException">It is not the end of a rows file.</exception>
    /// <exception cref="NotSupportedException">It is that of a later version.</exception>
    public static (int DirectoryLength, ulong Checksum) ReadEnd(ReadOnlySpan<byte> end)
    {
        var magic = end[(sizeof(int) + sizeof(ulong))..];
        if (!magic.StartsWith(Magic[..^VersionDigits]))
            throw new InvalidDataException("the last bytes are not those of a rows file");
        if (!magic.SequenceEqual(Magic))
            throw new NotSupportedException("the format is that of a later version");
        return (BinaryPrimitives.ReadInt32LittleEndian(end), BinaryPrimitives.ReadUInt64LittleEndian(end[sizeof(int)..]));
    }
}
