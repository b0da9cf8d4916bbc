using System.IO.Compression;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>A file to import: opens it, unpacking gzip, and tells its kind by its first bytes.</summary>
internal sealed class SourceFile
{
    /// <summary>Why a compressed file cannot be read.</summary>
    public const string DamagedContents = "what it was compressed to is damaged or cut off";

    private const int HeadBytes = 64 * 1_024;

    private readonly string path;
    private readonly bool isGzip;

    /// <exception cref="LakeException">The file is absent or cannot be read.</exception>
    public SourceFile(string path)
    {
        this.path = path;
        Name = Path.GetFileName(path);
        if (!File.Exists(path))
            throw new LakeException(LakeErrorKind.NotFound, $"there is no file '{Name}' to import; check the path");
        using (var raw = Open())
            isGzip = raw.ReadByte() == 0x1F && raw.ReadByte() == 0x8B;
        Head = ReadHead();
    }

    /// <summary>The name without folders, for messages.</summary>
    public string Name { get; }

    public string FullPath => Path.GetFullPath(path);

    /// <summary>The first bytes of the contents.</summary>
    public byte[] Head { get; }

    public bool IsParquet => !isGzip && Head.AsSpan().StartsWith("PAR1"u8);

    public bool IsZip => Head.AsSpan().StartsWith("PK\u0003\u0004"u8);

    public bool IsJson => Head.AsSpan().TrimStart("\uFEFF \t\r\n"u8) is [(byte)'[' or (byte)'{', ..];

    public Stream Open()
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private byte[] ReadHead()
    {
        using var contents = Open();
        var head = new byte[HeadBytes];
        try
        {
            var length = contents.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            return head[..length];
        }
        catch (InvalidDataException damage)
        {
            throw new LakeException(LakeErrorKind.MalformedFile, $"{Name} is damaged: {DamagedContents}", damage);
        }
    }
}
