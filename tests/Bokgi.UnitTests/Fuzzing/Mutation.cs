using System.Buffers.Binary;
using System.Text;

namespace Bokgi.UnitTests.Fuzzing;

/// <summary>Damages bytes the way that corrupted or malicious files and responses do.</summary>
internal static class Mutation
{
    private static readonly long[] Extremes =
    [
        0,
        1,
        -1,
        127,
        128,
        255,
        65_535,
        65_536,
        1 << 24,
        int.MaxValue,
        int.MinValue,
        uint.MaxValue,
        long.MaxValue,
        long.MinValue,
    ];

    // Texts to put in the place of a number.
    private static readonly string[] Texts =
    [
        "-1",
        "0",
        "1e308",
        "-1e999",
        "NaN",
        "99999999999999999999999999",
        "9223372036854775807",
        "0.00000000000000000000000000000001",
        "null",
        "\"\"",
        "[[[[[[[[",
        "{\"\":",
        "\"\\ud800\"",
        "\uFFFD",
        "9999-12-31T23:59:59",
        "0001-01-01",
    ];

    /// <param name="valid">The input to damage; it is not modified.</param>
    /// <param name="other">Another valid input. Parts of it may replace parts of the input to damage.</param>
    /// <param name="random">The source of all random choices.</param>
    public static byte[] Apply(byte[] valid, byte[] other, Random random)
    {
        var bytes = valid;
        var mutations = random.Next(4) == 0 ? random.Next(2, 5) : 1;
        for (var i = 0; i < mutations; i++)
            bytes = ApplyOnce(bytes, other, random);
        return bytes;
    }

    private static byte[] ApplyOnce(byte[] bytes, byte[] other, Random random)
    {
        if (bytes.Length == 0)
            return [.. other];
        var index = random.Next(bytes.Length);
        var length = random.Next(1, Math.Min(bytes.Length - index, 64) + 1);
        return random.Next(11) switch
        {
            0 => FlipBits(bytes, random),
            1 => Overwrite(bytes, index, [(byte)random.Next(256)]),
            2 => bytes[..index], // cuts off the end
            3 => [.. bytes[..index], .. bytes[(index + length)..]], // removes a part
            4 => [.. bytes[..index], .. bytes[index..(index + length)], .. bytes[index..]], // repeats a part
            5 => [.. bytes[..index], .. other[random.Next(other.Length)..]], // continues with the other input
            6 => Overwrite(bytes, index, TakePart(other, length, random)),
            7 => Overwrite(bytes, index, CreateLengthField(random)),
            // Replaces up to five bytes.
            8 => [.. bytes[..index], .. CreateVarint(random), .. bytes[Math.Min(bytes.Length, index + random.Next(1, 6))..]],
            9 => ReplaceNumber(bytes, index, random),
            _ => [.. bytes[..index], .. Enumerable.Repeat(bytes[index], random.Next(1, 2_000)), .. bytes[index..]], // repeats a byte often
        };
    }

    private static byte[] FlipBits(byte[] bytes, Random random)
    {
        var flipped = (byte[])bytes.Clone();
        for (var bits = random.Next(1, 9); bits > 0; bits--)
            flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
        return flipped;
    }

    private static byte[] Overwrite(byte[] bytes, int index, byte[] replacement)
    {
        var changed = (byte[])bytes.Clone();
        replacement.AsSpan(0, Math.Min(replacement.Length, bytes.Length - index)).CopyTo(changed.AsSpan(index));
        return changed;
    }

    private static byte[] TakePart(byte[] bytes, int maximumLength, Random random)
    {
        var from = random.Next(bytes.Length);
        return bytes[from..Math.Min(from + maximumLength, bytes.Length)];
    }

    // An extreme value as a length field of 1, 2, 4 or 8 bytes, in little or big endian.
    private static byte[] CreateLengthField(Random random)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Extremes[random.Next(Extremes.Length)]);
        var replacement = bytes[..(1 << random.Next(4))];
        if (random.Next(2) == 0)
            Array.Reverse(replacement);
        return replacement;
    }

    // An extreme value as a varint, in half of the cases with zigzag encoding.
    private static byte[] CreateVarint(Random random)
    {
        var value = Extremes[random.Next(Extremes.Length)];
        return Bombs.ThriftBytes.Varint(random.Next(2) == 0 ? unchecked((ulong)value) : Bombs.ThriftBytes.ZigZag(value));
    }

    // Replaces the next number. If there is none, inserts a text before the last byte.
    private static byte[] ReplaceNumber(byte[] bytes, int index, Random random)
    {
        while (index < bytes.Length - 1 && !char.IsAsciiDigit((char)bytes[index]))
            index++;
        var end = index;
        while (end < bytes.Length && (char.IsAsciiDigit((char)bytes[end]) || bytes[end] == '.'))
            end++;
        return [.. bytes[..index], .. Encoding.UTF8.GetBytes(Texts[random.Next(Texts.Length)]), .. bytes[end..]];
    }
}
