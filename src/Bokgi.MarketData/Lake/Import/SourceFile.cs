using System.IO.Compression;
using System.Text;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>
/// A file to import: decompresses gzip and zip, detects the kind by the first bytes, and converts text to UTF-8.
/// </summary>
internal sealed class SourceFile
{
    /// <summary>The reason why a compressed file cannot be read.</summary>
    public const string DamagedContents = "its compressed data is damaged or cut off";

    private const int HeadBytes = 64 * 1_024;
    private const int MaxCommentLines = 20;

    private readonly string path;
    private readonly Compression compression;
    private readonly string? entry;
    private readonly Encoding? encoding;
    private readonly int skippedBytes;
    private Func<double> getProgress = () => 0;

    /// <exception cref="LakeException">The file does not exist, cannot be read, or is of an unsupported kind.</exception>
    public SourceFile(string path)
    {
        this.path = path;
        Name = Path.GetFileName(path);
        if (!File.Exists(path))
            throw new LakeException(LakeErrorKind.NotFound, $"there is no file '{Name}' to import; check the path");
        try
        {
            compression = DetectCompression();
            entry = compression == Compression.Zip ? FindOnlyEntry() : null;
            var head = ReadHead(Open);
            RejectUnsupported(head);
            Kind = DetectKind(head);
            if (Kind is not (SourceKind.Text or SourceKind.Json))
                return;
            encoding = DetectEncoding(head);
            (skippedBytes, SkippedLines, Zone) = Kind == SourceKind.Text ? ReadPreamble(ReadHead(OpenUtf8)) : default;
        }
        catch (InvalidDataException exception)
        {
            throw new LakeException(LakeErrorKind.MalformedFile, $"{Name} is damaged: {DamagedContents}", exception);
        }
    }

    private enum Compression
    {
        None,
        Gzip,
        Zip,
    }

    /// <summary>The name without folders, for messages.</summary>
    public string Name { get; }

    /// <summary>The full path of the contents; an archive counts as a folder.</summary>
    public string FullPath => entry is null ? Path.GetFullPath(path) : Path.Combine(Path.GetFullPath(path), Path.GetFileName(entry));

    public SourceKind Kind { get; }

    /// <summary>Whether the file is not compressed, so that a reader may open it directly.</summary>
    public bool IsPlain => compression == Compression.None;

    /// <summary>The number of lines that are skipped at the start of a text: comments, web addresses and empty lines.</summary>
    public int SkippedLines { get; }

    /// <summary>The time zone that the skipped lines state.</summary>
    public ZoneMention Zone { get; }

    /// <summary>What the user should know about how the text was read.</summary>
    public string[] Notes =>
        encoding is null ? [] : [$"the text is not UTF-8 and was read as {(encoding.CodePage == 949 ? "Korean CP949" : "UTF-16")}"];

    /// <summary>The share of the file read so far, 0 to 1.</summary>
    public double Progress => getProgress();

    /// <summary>Opens the decompressed contents.</summary>
    public Stream Open()
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        getProgress = () => file is { CanRead: true, Length: > 0 } ? (double)file.Position / file.Length : 1;
        return compression switch
        {
            Compression.Gzip => new GZipStream(file, CompressionMode.Decompress),
            Compression.Zip => new ZipArchive(file, ZipArchiveMode.Read).GetEntry(entry!)!.Open(),
            _ => file,
        };
    }

    /// <summary>Opens the text as UTF-8, after the skipped lines.</summary>
    public Stream OpenText()
    {
        var text = OpenUtf8();
        text.ReadExactly(new byte[skippedBytes]);
        return text;
    }

    private Stream OpenUtf8() =>
        encoding is null
            ? Open()
            : Encoding.CreateTranscodingStream(Open(), encoding, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

    private Compression DetectCompression()
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        Span<byte> head = stackalloc byte[4];
        var length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return DetectCompression(head[..length]);
    }

    // A zip archive without entries consists of the end record only, which begins with PK\5\6.
    private static Compression DetectCompression(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) ? Compression.Gzip
        : head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("PK\u0005\u0006"u8) ? Compression.Zip
        : Compression.None;

    private string FindOnlyEntry()
    {
        using var archive = ZipFile.OpenRead(path);
        if (archive.GetEntry("[Content_Types].xml") is not null)
            throw Unsupported("an Excel workbook (.xlsx)", "open it and save the sheet with candles as CSV UTF-8");
        if (archive.GetEntry("mimetype") is not null)
            throw Unsupported("an OpenDocument file", "open it and save the sheet with candles as CSV UTF-8");
        string[] files =
        [
            .. archive
                .Entries.Select(file => file.FullName)
                .Where(name =>
                    !name.EndsWith('/')
                    && !name.StartsWith("__MACOSX", StringComparison.Ordinal)
                    && !name.EndsWith(".CHECKSUM", StringComparison.OrdinalIgnoreCase)
                ),
        ];
        return files is [var only]
            ? only
            : throw new LakeException(
                LakeErrorKind.MalformedFile,
                $"{Name} is a zip archive of {files.Length} files; unpack it and import them one by one"
            );
    }

    private void RejectUnsupported(byte[] head)
    {
        if (!IsPlain && (DetectCompression(head) != Compression.None || UnsupportedFormat.IsTar(head)))
            throw new LakeException(LakeErrorKind.MalformedFile, $"{Name} is packed twice; unpack it");
        if (UnsupportedFormat.Find(head) is var (format, remedy))
            throw Unsupported(format, remedy);
    }

    private LakeException Unsupported(string format, string remedy) =>
        new(LakeErrorKind.MalformedFile, $"{Name} is {format}, which is not supported; {remedy}");

    private static SourceKind DetectKind(ReadOnlySpan<byte> head) =>
        head.StartsWith("PAR1"u8) ? SourceKind.Parquet
        : head.StartsWith("ARROW1"u8) ? SourceKind.ArrowFile
        : head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFF, 0xFF, 0xFF]) ? SourceKind.ArrowStream
        : head.TrimStart("\uFEFF \t\r\n\0"u8) is [(byte)'[' or (byte)'{', ..] || IsJsonInUtf16(head) ? SourceKind.Json
        : SourceKind.Text;

    private static bool IsJsonInUtf16(ReadOnlySpan<byte> head) =>
        head is [0xFF, 0xFE, (byte)'[' or (byte)'{', 0, ..] or [0xFE, 0xFF, 0, (byte)'[' or (byte)'{', ..];

    // Windows writes UTF-16, which begins with a byte order mark, or with ASCII characters of two bytes each, one of them 0. Korean
    // spreadsheets write CP949, which is hardly ever valid UTF-8. Returns null for UTF-8.
    private static Encoding? DetectEncoding(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || head is [> 0, 0, > 0, 0, ..])
            return Encoding.Unicode;
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || head is [0, > 0, 0, > 0, ..])
            return Encoding.BigEndianUnicode;
        try
        {
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true)
                .GetDecoder()
                .GetCharCount(head, flush: false);
            return null;
        }
        catch (DecoderFallbackException)
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(949)!;
        }
    }

    // Skips empty lines, web addresses and comments before the column names.
    private static (int Bytes, int Lines, ZoneMention Zone) ReadPreamble(ReadOnlySpan<byte> head)
    {
        var (bytes, lines, zone) = (0, 0, ZoneMention.None);
        for (; lines < MaxCommentLines && head[bytes..].IndexOf((byte)'\n') is >= 0 and var end; lines++)
        {
            var line = Encoding.UTF8.GetString(head.Slice(bytes, end)).Trim().TrimStart('\uFEFF');
            if (!IsSkippedLine(line))
                break;
            zone = zone.CombineWith(ZoneMention.FromComment(line));
            bytes += end + 1;
        }

        return (bytes, lines, zone);
    }

    private static bool IsSkippedLine(string line)
    {
        var isAddress =
            line.Contains("http://", StringComparison.OrdinalIgnoreCase) || line.Contains("https://", StringComparison.OrdinalIgnoreCase);
        var startsWithCommentMark = line.StartsWith('#') || line.StartsWith("//", StringComparison.Ordinal);

        // A line that begins with # and names the column "open" is the header, not a comment.
        return line.Length == 0 || isAddress || (startsWithCommentMark && !line.Contains("open", StringComparison.OrdinalIgnoreCase));
    }

    private static byte[] ReadHead(Func<Stream> open)
    {
        using var contents = open();
        var head = new byte[HeadBytes];
        return head[..contents.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
    }
}
