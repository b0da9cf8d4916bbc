using System.Text;
using CsCheck;

namespace Bokgi.IntegrationTests.Http;

/// <summary>
/// Mutates valid bodies. One in twenty is left unchanged; the others get up to four mutations, each at a random position.
/// </summary>
internal static class MutatedBodies
{
    // Tokens that replace a value or are inserted anywhere. Some exceed the limits of JsonMeasure; the last five are invalid UTF-8.
    private static readonly byte[][] Tokens =
    [
        .. (
            (string[])
                [
                    "null",
                    "true",
                    "[]",
                    "{}",
                    "\"\"",
                    "0",
                    "-0",
                    "1e999",
                    "-1e999",
                    "1e-400",
                    "0.1e+308",
                    "123456789012345678901234567890",
                    "2147483648",
                    "\"\\ud800\"",
                    "\"\\udc00\\ud800\"",
                    "\"\\u0000\"",
                    "\"\\u0000\":1,",
                    "\"\\ud800\":1,",
                    "NaN",
                    "Infinity",
                    "//",
                    ",",
                    "\"",
                    "\\",
                    "\0",
                    "\uFEFF",
                    $"\"{new string('x', 5_000)}\"",
                    $"\"{new string('n', 129)}\":0,",
                    Nested("[", "]", 13),
                    Nested("[", "]", 17),
                    Nested("{\"a\":", "}", 13, "0"),
                    Nested("{\"a\":", "}", 17, "0"),
                    new string('[', 3_000),
                    Items(300, i => $"\"f{i}\":{i},"),
                    Items(21_000, i => $"\"{i}\":0,"),
                    $"[{Items(2_000, _ => "\"BTC_KRW\",")}\"BTC_KRW\"]",
                    $"[{Items(50_000, _ => "{},")}0]",
                ]
        ).Select(Encoding.UTF8.GetBytes),
        [0xFF],
        [0xC0, 0xAF],
        [0xED, 0xA0, 0x80],
        [0xF4, 0x90, 0x80, 0x80],
        [0xEB, 0xA7],
    ];

    // Kind selects a case of Mutate. Place and Value are random numbers, from which Mutate derives a position, a length, a token and so on.
    private static readonly Gen<(int Kind, uint Place, uint Value)> Mutation = Gen.Select(Gen.Int[0, 8], Gen.UInt, Gen.UInt);

    /// <summary>Generates mutations of a body.</summary>
    /// <param name="validBody">The body to mutate.</param>
    /// <param name="others">Other bodies; a mutation may insert a part of one of them.</param>
    public static Gen<byte[]> MutationsOf(byte[] validBody, IReadOnlyList<byte[]> others) =>
        Gen.Select(
            Gen.Int[0, 19],
            Mutation.Array[1, 4],
            (roll, steps) => roll == 0 ? validBody : steps.Aggregate(validBody, (body, step) => Mutate(body, step, others))
        );

    private static byte[] Mutate(byte[] body, (int Kind, uint Place, uint Value) step, IReadOnlyList<byte[]> others)
    {
        if (body.Length == 0)
            return Tokens[step.Value % Tokens.Length];
        var position = (int)(step.Place % body.Length);
        var end = position + (int)(step.Value % Math.Min(body.Length - position, 64));
        var token = Tokens[step.Value % Tokens.Length];
        return step.Kind switch
        {
            0 => FlipBit(body, position, (int)(step.Value % 8)),
            1 => body[..position], // the rest is missing
            2 => [.. body[..position], .. body[end..]], // a part is missing
            3 => [.. body[..position], .. token, .. body[position..]],
            4 => [.. body[..position], .. Excerpt(others[(int)(step.Value % others.Count)], step.Place), .. body[position..]],
            5 => [.. body[..end], .. Repeat(body[position..end], 1 + (int)(step.Value % 40)), .. body[end..]], // a part is repeated
            6 => RepeatFirstField(body),
            _ => ReplaceNextValue(body, position, token), // 7 and 8, so twice as often as the others
        };
    }

    private static byte[] FlipBit(byte[] body, int position, int bit)
    {
        byte[] flipped = [.. body];
        flipped[position] ^= (byte)(1 << bit);
        return flipped;
    }

    private static byte[] Excerpt(byte[] other, uint randomNumber)
    {
        var from = (int)(randomNumber % other.Length);
        return other[from..Math.Min(other.Length, from + (int)(randomNumber % 40))];
    }

    private static byte[] Repeat(byte[] part, int times) => [.. Enumerable.Repeat(part, times).SelectMany(copy => copy)];

    private static byte[] RepeatFirstField(byte[] body)
    {
        var (start, end) = (Array.IndexOf(body, (byte)'{') + 1, Array.IndexOf(body, (byte)','));
        return end > start ? [.. body[..start], .. body[start..end], (byte)',', .. body[start..]] : body;
    }

    // Replaces the first value of a field or list item that begins after the position.
    private static byte[] ReplaceNextValue(byte[] body, int position, byte[] value)
    {
        var start = Array.FindIndex(body, position, character => character is (byte)':' or (byte)'[') + 1;
        if (start == 0)
            return RepeatFirstField(body);
        var end = Array.FindIndex(body, start, character => character is (byte)',' or (byte)'}' or (byte)']');
        return end < 0 ? body : [.. body[..start], .. value, .. body[end..]];
    }

    private static string Nested(string prefix, string suffix, int levels, string inner = "") =>
        string.Concat(Enumerable.Repeat(prefix, levels)) + inner + string.Concat(Enumerable.Repeat(suffix, levels));

    private static string Items(int count, Func<int, string> item) => string.Concat(Enumerable.Range(0, count).Select(item));
}
