using System.Buffers;

namespace Bokgi.MarketData.Lake;

/// <summary>The bytes of a part of a file: a slice of a file that is in memory, or a rented array that is returned to the pool on disposal.</summary>
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
