using System.Buffers;

namespace Bokgi.MarketData.Lake.Pages;

/// <summary>Some bytes of a file: part of those in memory, or read into rented memory that goes back at the end of the block.</summary>
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
