using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Bokgi.MarketData.Lake;

/// <summary>
/// The bytes of a file as it was when opened, even if a writer replaces it later. A small file is held in memory, a large one is read on
/// demand.
/// </summary>
internal sealed class FileContent : IDisposable
{
    // Reading a small file at once is cheaper than reading each column; of a large file, only the needed row groups are read.
    private const long MaxInMemoryBytes = 1 << 20;

    private readonly SafeFileHandle? handle;

    private FileContent(SafeFileHandle? handle, byte[] memory, long length)
    {
        this.handle = handle;
        Memory = memory;
        Length = length;
    }

    public long Length { get; }

    /// <summary>The whole file, in a pooled array that may be longer; empty for a large file.</summary>
    public byte[] Memory { get; private set; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is empty.</exception>
    public static FileContent Open(string path)
    {
        var handle = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        try
        {
            var length = RandomAccess.GetLength(handle);
            if (length == 0)
                throw new InvalidDataException("the file is empty");
            if (length > MaxInMemoryBytes)
                return new FileContent(handle, [], length);

            var memory = Read(handle, offset: 0, (int)length);
            handle.Dispose();
            return new FileContent(null, memory, length);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Reads a part of the file.</summary>
    /// <exception cref="EndOfStreamException">Another process truncated the file.</exception>
    public FileBytes Read(long offset, int length)
    {
        if (handle is null)
            return new FileBytes(Memory.AsSpan(0, (int)Length).Slice((int)offset, length), rented: null);
        var rented = Read(handle, offset, length);
        return new FileBytes(rented.AsSpan(0, length), rented);
    }

    /// <summary>The file as a stream with its own position, for one reader at a time; usable until this object is disposed.</summary>
    public Stream OpenStream() =>
        handle is null ? new MemoryStream(Memory, 0, (int)Length, writable: false) : new FileStream(handle, FileAccess.Read, bufferSize: 0);

    public void Dispose()
    {
        handle?.Dispose();
        if (Memory.Length > 0)
            ArrayPool<byte>.Shared.Return(Memory);
        Memory = [];
    }

    private static byte[] Read(SafeFileHandle handle, long offset, int length)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        for (var read = 0; read < length; )
        {
            var count = RandomAccess.Read(handle, bytes.AsSpan(read, length - read), offset + read);
            if (count == 0)
            {
                ArrayPool<byte>.Shared.Return(bytes);
                throw new EndOfStreamException("the file became shorter while it was read");
            }

            read += count;
        }

        return bytes;
    }
}
