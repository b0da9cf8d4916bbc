using System.Buffers.Binary;

namespace Bokgi.Host.Runs.Artifacts;

/// <summary>The first and last bytes of a rows file.</summary>
internal static class RowsFileFormat
{
    /// <summary>
    /// The number of bytes after the directory, which lists the contents of the file: the directory's length and checksum, then the magic bytes.
    /// </summary>
    public const int EndBytes = sizeof(int) + sizeof(ulong) + 8;

    private const int VersionDigits = 2;

    /// <summary>The name and the version of the format. A file begins and ends with these bytes.</summary>
    public static ReadOnlySpan<byte> Magic => "BOKGIR01"u8;

    public static void WriteEnd(Span<byte> end, int directoryLength, ulong checksum)
    {
        BinaryPrimitives.WriteInt32LittleEndian(end, directoryLength);
        BinaryPrimitives.WriteUInt64LittleEndian(end[sizeof(int)..], checksum);
        Magic.CopyTo(end[(sizeof(int) + sizeof(ulong))..]);
    }

    /// <exception cref="InvalidDataException">The bytes are not the end of a rows file.</exception>
    /// <exception cref="NotSupportedException">A later version wrote the file.</exception>
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
