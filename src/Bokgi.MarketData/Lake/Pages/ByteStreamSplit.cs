using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Bokgi.MarketData.Lake.Pages;

/// <summary>Parquet's BYTE_STREAM_SPLIT encoding of doubles: first the lowest bytes of all values, then the next ones, and so on.</summary>
/// <remarks>
/// The loops over rows are compiled with full optimization from the start. With tiered compilation, a program that loads candles only once
/// would run unoptimized code.
/// </remarks>
internal static class ByteStreamSplit
{
    private const int Streams = sizeof(double);

    /// <summary>Reassembles the values from <paramref name="from"/> on, as many as <paramref name="destination"/> has room for.</summary>
    /// <param name="split">Eight streams of <paramref name="values"/> bytes.</param>
    /// <param name="values">The number of values in the page.</param>
    /// <param name="from">The index of the first value to decode.</param>
    /// <param name="destination">At most as long as the number of values from <paramref name="from"/> on.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Decode(ReadOnlySpan<byte> split, int values, int from, Span<double> destination)
    {
        if (split.Length != values * Streams || from < 0 || destination.Length > values - from)
            throw new ArgumentException(
                $"{split.Length} bytes do not hold {destination.Length} values from {from} of {values}",
                nameof(split)
            );
        var bytes = MemoryMarshal.AsBytes(destination);
        var i = 0;
        if (Sse2.IsSupported || AdvSimd.Arm64.IsSupported)
        {
            // The check above guarantees that every stream has destination.Length bytes from index `from` on.
            ref var source = ref Unsafe.Add(ref MemoryMarshal.GetReference(split), from);
            ref var target = ref MemoryMarshal.GetReference(bytes);
            for (; i <= destination.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
                DecodeSixteen(ref Unsafe.Add(ref source, i), (nuint)values, ref Unsafe.Add(ref target, i * Streams));
        }

        for (; i < destination.Length; i++)
        {
            for (var stream = 0; stream < Streams; stream++)
                bytes[(i * Streams) + stream] = split[(stream * values) + from + i];
        }
    }

    // Three rounds of interleaving bring the eight bytes of each value together. The first round interleaves streams 0 and 4, 1 and 5, and so
    // on; ZipAndStore does the other two.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DecodeSixteen(ref byte split, nuint values, ref byte destination)
    {
        var (s0, s4) = Zip(Vector128.LoadUnsafe(ref split), Vector128.LoadUnsafe(ref split, 4 * values));
        var (s1, s5) = Zip(Vector128.LoadUnsafe(ref split, values), Vector128.LoadUnsafe(ref split, 5 * values));
        var (s2, s6) = Zip(Vector128.LoadUnsafe(ref split, 2 * values), Vector128.LoadUnsafe(ref split, 6 * values));
        var (s3, s7) = Zip(Vector128.LoadUnsafe(ref split, 3 * values), Vector128.LoadUnsafe(ref split, 7 * values));
        ZipAndStore(ref destination, s0, s1, s2, s3);
        ZipAndStore(ref Unsafe.Add(ref destination, 64), s4, s5, s6, s7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ZipAndStore(ref byte destination, Vector128<byte> a, Vector128<byte> b, Vector128<byte> c, Vector128<byte> d)
    {
        var (even0, even1) = Zip(a, c);
        var (odd0, odd1) = Zip(b, d);
        var (first, second) = Zip(even0, odd0);
        var (third, fourth) = Zip(even1, odd1);
        first.StoreUnsafe(ref destination);
        second.StoreUnsafe(ref destination, 16);
        third.StoreUnsafe(ref destination, 32);
        fourth.StoreUnsafe(ref destination, 48);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<byte> Low, Vector128<byte> High) Zip(Vector128<byte> a, Vector128<byte> b) =>
        Sse2.IsSupported ? (Sse2.UnpackLow(a, b), Sse2.UnpackHigh(a, b)) : (AdvSimd.Arm64.ZipLow(a, b), AdvSimd.Arm64.ZipHigh(a, b));
}
