using System.Buffers;

namespace Bokgi.MarketData.Lake.Pages;

/// <summary>Memory from the shared pool, returned on disposal.</summary>
internal ref struct PooledSpan<T>(int length) : IDisposable
{
    private readonly T[] array = ArrayPool<T>.Shared.Rent(length);

    public readonly Span<T> Span => array.AsSpan(0, length);

    public readonly void Dispose() => ArrayPool<T>.Shared.Return(array);
}
