using System.Runtime.InteropServices;
using Bokgi.Host.Runs.Artifacts;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Runs.Artifacts;

/// <summary>A block is a sequence of values of one column, compressed together.</summary>
public sealed class ColumnBlockTests
{
    private static readonly long[] Extremes =
    [
        long.MinValue,
        long.MaxValue,
        0,
        -1,
        BitConverter.DoubleToInt64Bits(double.NaN),
        BitConverter.DoubleToInt64Bits(-0.0),
    ];

    // Prices and times change a little from row to row; a few values are extreme.
    private static readonly Gen<long> Values = Gen.Frequency(
        (4, Gen.Long[-1_000, 1_000]),
        (2, Gen.Double[0, 1e9].Select(BitConverter.DoubleToInt64Bits)),
        (1, Gen.Long),
        (1, Gen.Int[0, Extremes.Length - 1].Select(i => Extremes[i]))
    );

    [Fact]
    public void Decode_AnyValues_GivesTheSameBits() =>
        Gen.Select(Values.Array[1, 300], Gen.Int[1, 40])
            .Sample(
                (pattern, repeats) =>
                {
                    long[] values = [.. Enumerable.Repeat(pattern, repeats).SelectMany(part => part)];
                    var block = new byte[ColumnBlock.MaximumLength(values.Length * sizeof(long))];
                    var length = ColumnBlock.Encode(values, block);

                    var decoded = new long[values.Length];
                    ColumnBlock.Decode(block.AsSpan(0, length), decoded);

                    decoded.AsSpan().SequenceEqual(values).ShouldBeTrue();
                    ColumnBlock.CanHold(length, values.Length * (long)sizeof(long)).ShouldBeTrue();
                },
                iter: 500
            );

    [Fact]
    public void Decode_AnyBytes_GivesTheSameBytes() =>
        Gen
            .Byte.Array[1, 3_000]
            .Sample(
                values =>
                {
                    var block = new byte[ColumnBlock.MaximumLength(values.Length)];
                    var length = ColumnBlock.Encode(values, block);

                    var decoded = new byte[values.Length];
                    ColumnBlock.Decode(block.AsSpan(0, length), decoded);

                    decoded.ShouldBe(values);
                },
                iter: 200
            );

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Decode_AnyBitFlipped_IsRefused(bool areEqual)
    {
        long[] values = areEqual
            ? [.. Enumerable.Repeat(7L, 200)]
            : [.. Enumerable.Range(0, 200).Select(i => 1_700_000_000_000_000 + (i * 3_600_000_000L))];
        var block = new byte[ColumnBlock.MaximumLength(values.Length * sizeof(long))];
        var length = ColumnBlock.Encode(values, block);
        length.ShouldBeLessThan(100, "equal differences take almost no room");

        for (var bit = 0; bit < length * 8; bit++)
        {
            block[bit / 8] ^= (byte)(1 << (bit % 8));
            Should.Throw<InvalidDataException>(() => ColumnBlock.Decode(block.AsSpan(0, length), new long[values.Length]));
            block[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [InlineData(199)]
    [InlineData(201)]
    public void Decode_OtherNumberOfValues_IsRefused(int count)
    {
        var block = new byte[ColumnBlock.MaximumLength(200 * sizeof(long))];
        var length = ColumnBlock.Encode([.. Enumerable.Range(0, 200).Select(i => i * 123_456_789_123L)], block);

        Should.Throw<InvalidDataException>(() => ColumnBlock.Decode(block.AsSpan(0, length), new long[count]));
    }

    [Fact]
    public void Encode_Doubles_KeepsTheirBits()
    {
        double[] values = [1.5, double.NaN, -0.0, double.Epsilon, double.MaxValue, double.NegativeInfinity];
        var block = new byte[ColumnBlock.MaximumLength(values.Length * sizeof(double))];
        var length = ColumnBlock.Encode(MemoryMarshal.Cast<double, long>(values.AsSpan()), block);

        var decoded = new double[values.Length];
        ColumnBlock.Decode(block.AsSpan(0, length), MemoryMarshal.Cast<double, long>(decoded.AsSpan()));

        decoded.Select(BitConverter.DoubleToInt64Bits).ShouldBe(values.Select(BitConverter.DoubleToInt64Bits));
    }
}
