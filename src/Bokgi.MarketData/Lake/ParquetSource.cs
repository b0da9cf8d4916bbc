using System.Runtime.InteropServices;
using Bokgi.MarketData.Lake.Claims;
using ParquetSharp;
using ParquetSharp.IO;

namespace Bokgi.MarketData.Lake;

/// <summary>
/// A Parquet file from any program, open for reading. It still reads the opened version after a writer has replaced the file.
/// </summary>
internal sealed class ParquetSource : IDisposable
{
    // If every row group is at most this large, in bytes, the native reader loads whole columns, which is its default. Otherwise it reads page
    // by page, to take less memory.
    private const long WholeColumnsLimit = 32 << 20;

    private static readonly ReaderProperties WholeColumns = CreateProperties();
    private static readonly ReaderProperties PageByPage = CreateBufferedProperties();

    private readonly FileContent content;
    private readonly GCHandle pin;
    private readonly IDisposable input;
    private readonly ParquetFileReader reader;

    private ParquetSource(FileContent content)
    {
        this.content = content;
        Footer = ParquetFooter.Read(content);
        if (content.Memory.Length == 0)
        {
            var file = new ManagedRandomAccessFile(content.OpenStream(), leaveOpen: true);
            input = file;
            reader = new ParquetFileReader(file, Footer.Groups.Any(group => group.Bytes > WholeColumnsLimit) ? PageByPage : WholeColumns);
            return;
        }

        pin = GCHandle.Alloc(content.Memory, GCHandleType.Pinned);
        try
        {
            using var buffer = new ParquetSharp.IO.Buffer(pin.AddrOfPinnedObject(), content.Length);
            var source = new BufferReader(buffer);
            input = source;
            reader = new ParquetFileReader(source, WholeColumns);
        }
        catch
        {
            pin.Free();
            throw;
        }
    }

    public FileMetaData MetaData => reader.FileMetaData;

    /// <summary>The contents of the footer, not verified against the data.</summary>
    public ParquetFooter Footer { get; }

    /// <summary>The file's size in bytes.</summary>
    public long Length => content.Length;

    /// <summary>Opens a file; null when it does not exist.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="name">The file's name in error messages.</param>
    /// <exception cref="LakeException">The file is not Parquet, or damaged.</exception>
    public static ParquetSource? Open(string path, string name) => OpenContent(path, name) is { } content ? Open(content, name) : null;

    /// <summary>Opens the bytes of a file; null when it does not exist.</summary>
    /// <exception cref="LakeException">The file is empty, or this user may not read it.</exception>
    public static FileContent? OpenContent(string path, string name)
    {
        try
        {
            return FileContent.Open(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new LakeException(
                LakeErrorKind.MalformedFile,
                $"{name} may not be read by the user that runs this program; change its permissions",
                e
            );
        }
        catch (Exception e) when (ParquetErrors.IsReadError(e))
        {
            throw ParquetErrors.Translate(name, e);
        }
    }

    /// <summary>Opens a Parquet file from its content.</summary>
    /// <param name="content">Owned by the source from here on; disposed if opening fails.</param>
    /// <param name="name">The file's name in error messages.</param>
    /// <exception cref="LakeException">The file is not Parquet, or damaged.</exception>
    public static ParquetSource Open(FileContent content, string name)
    {
        try
        {
            return new ParquetSource(content);
        }
        catch (Exception e)
        {
            content.Dispose();
            if (ParquetErrors.IsReadError(e))
                throw ParquetErrors.Translate(name, e);
            throw;
        }
    }

    public RowGroupReader RowGroup(int index) => reader.RowGroup(index);

    /// <summary>Checks the page headers of the columns about to be read, because only they show how much memory the pages take.</summary>
    /// <exception cref="InvalidDataException">The pages take too much memory or contradict the footer.</exception>
    public void CheckPages(params IReadOnlyList<int> columns) => PageClaims.Check(content, Footer, columns);

    public void Dispose()
    {
        reader.Dispose();
        input.Dispose();
        if (pin.IsAllocated)
            pin.Free();
        content.Dispose();
    }

    private static ReaderProperties CreateProperties()
    {
        // The system's allocator releases memory between files; Arrow's own pool would keep more and more of it.
        var properties = ReaderProperties.WithMemoryPool(MemoryPool.SystemMemoryPool());
        properties.EnablePageChecksumVerification();
        return properties;
    }

    private static ReaderProperties CreateBufferedProperties()
    {
        var properties = CreateProperties();
        properties.EnableBufferedStream();
        return properties;
    }
}
