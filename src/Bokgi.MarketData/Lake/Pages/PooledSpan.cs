using System.Buffers;

namespace Bokgi.MarketData.Lake.Pages;

/// <summary>Memory out of the shared pool that goes back at the end of the block.</summary>
internal ref struct PooledSpan<T>(int length) : IDisposable
{
    private readonly T[] array = ArrayPool<T>.Shared.Rent(length);

    public readonly Span<T> Span => array.AsSpan(0, length);

    public readonly void Dispose() => ArrayPool<T>.Shared.Return(array);
}
