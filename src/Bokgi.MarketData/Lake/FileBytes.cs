using System.Buffers;

namespace Bokgi.MarketData.Lake;

/// <summary>A part of a file: a slice of the file in memory, or pooled memory that is returned on disposal.</summary>
internal readonly ref struct FileBytes : IDisposable
{
    private readonly byte[]? rented;

    public FileBytes(ReadOnlySpan<byte> bytes, byte[]? rented)
    {
        Bytes = bytes;
        this.rented = rented;
    }

    public ReadOnlySpan<byte> Bytes { get; }

    public void Dispose()
    {
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
    }
}
