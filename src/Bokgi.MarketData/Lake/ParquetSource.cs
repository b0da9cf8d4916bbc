using System.Buffers;
using System.Runtime.InteropServices;
using ParquetSharp;
using ParquetSharp.IO;

namespace Bokgi.MarketData.Lake;

/// <summary>A Parquet file, open for reading. It keeps showing the state it was opened in when a writer replaces the file.</summary>
internal sealed class ParquetSource : IDisposable
{
    // One read of a small file is cheaper than one per column; of a large one only the row groups that are wanted are read.
    private const long WholeFileBytes = 1 << 20;

    private static readonly ReaderProperties Properties = CheckedPages();

    private readonly byte[] bytes;
    private readonly GCHandle pin;
    private readonly ParquetFileReader reader;

    private ParquetSource(string path, byte[] bytes, int length)
    {
        this.bytes = bytes;
        if (bytes.Length == 0)
        {
            reader = new ParquetFileReader(path, Properties);
            return;
        }

        pin = GCHandle.Alloc(bytes, GCHandleType.Pinned);
        try
        {
            using var buffer = new ParquetSharp.IO.Buffer(pin.AddrOfPinnedObject(), length);
            using var source = new BufferReader(buffer);
            reader = new ParquetFileReader(source, Properties);
        }
        catch
        {
            pin.Free();
            throw;
        }
    }

    public FileMetaData MetaData => reader.FileMetaData;

    /// <summary>Opens a file; null when it is not there.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="name">How messages call the file.</param>
    /// <exception cref="LakeException">The file is not Parquet, or damaged.</exception>
    public static ParquetSource? Open(string path, string name)
    {
        byte[] bytes = [];
        try
        {
            bytes = ReadSmall(path, out var length);
            return new ParquetSource(path, bytes, length);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (Unreadable.Is(e))
        {
            Return(bytes);
            throw Unreadable.Error(name, e);
        }
    }

    public RowGroupReader RowGroup(int index) => reader.RowGroup(index);

    public void Dispose()
    {
        reader.Dispose();
        if (pin.IsAllocated)
            pin.Free();
        Return(bytes);
    }

    private static ReaderProperties CheckedPages()
    {
        // The system's allocator gives memory back between files; Arrow's own keeps it, and more with every symbol and thread.
        var properties = ReaderProperties.WithMemoryPool(MemoryPool.SystemMemoryPool());
        properties.EnablePageChecksumVerification();
        return properties;
    }

    // Empty for a large file, which the native reader opens by itself.
    private static byte[] ReadSmall(string path, out int length)
    {
        using var handle = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        var total = RandomAccess.GetLength(handle);
        length = total <= WholeFileBytes ? (int)total : 0;
        if (length == 0)
            return total == 0 ? throw new InvalidDataException("the file is empty") : [];

        var bytes = ArrayPool<byte>.Shared.Rent(length);
        for (var read = 0; read < length; )
        {
            var count = RandomAccess.Read(handle, bytes.AsSpan(read, length - read), read);
            if (count == 0)
            {
                Return(bytes);
                throw new EndOfStreamException("the file became shorter while it was read");
            }

            read += count;
        }

        return bytes;
    }

    private static void Return(byte[] bytes)
    {
        if (bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(bytes);
    }
}
