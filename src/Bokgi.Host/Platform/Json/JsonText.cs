using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Bokgi.Host.Platform.Json;

/// <summary>Examines JSON text in UTF-8 whose escapes are not decoded yet.</summary>
internal static class JsonText
{
    private const int ShownBytes = 256; // enough, because Problems.ForMessage shortens the text further
    private const int UnicodeEscapeBytes = 6; // such as \uD55C

    /// <summary>Length of the longest prefix that is valid UTF-8, in bytes.</summary>
    public static int ValidPrefixLength(ReadOnlySpan<byte> text)
    {
        var valid = 0;
        while (valid < text.Length && Rune.DecodeFromUtf8(text[valid..], out _, out var bytes) == OperationStatus.Done)
            valid += bytes;
        return valid;
    }

    /// <summary>Length of a text in UTF-16 code units; an escape counts as one.</summary>
    public static int CountCodeUnits(ReadOnlySpan<byte> escaped)
    {
        var length = 0;
        for (var i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] == '\\')
                i += escaped[i + 1] == 'u' ? UnicodeEscapeBytes - 1 : 1; // skips to the last byte of the escape
            else if ((escaped[i] & 0xC0) == 0x80)
                continue; // not the first byte of its character
            length += escaped[i] >= 0xF0 ? 2 : 1; // a character of four bytes is a surrogate pair in UTF-16
        }

        return length;
    }

    /// <summary>Whether all escaped surrogates are paired; half a pair is valid JSON but not valid text.</summary>
    public static bool HasOnlyPairedSurrogates(ReadOnlySpan<byte> escaped)
    {
        for (var i = escaped.IndexOf((byte)'\\'); i >= 0 && i < escaped.Length; i = NextEscape(escaped, i))
        {
            if (!TryReadUnicodeEscape(escaped, i, out var codeUnit) || !char.IsSurrogate(codeUnit))
                continue;
            var isPair =
                char.IsHighSurrogate(codeUnit)
                && TryReadUnicodeEscape(escaped, i + UnicodeEscapeBytes, out var low)
                && char.IsLowSurrogate(low);
            if (!isPair)
                return false;
            i += UnicodeEscapeBytes; // to the second half of the pair, after which NextEscape continues
        }

        return true;
    }

    public static string ForMessage(ReadOnlySpan<byte> text) =>
        Problems.SanitizeForMessage(Encoding.UTF8.GetString(text[..Math.Min(text.Length, ShownBytes)]));

    private static int NextEscape(ReadOnlySpan<byte> escaped, int index)
    {
        var searchStart = index + (TryReadUnicodeEscape(escaped, index, out _) ? UnicodeEscapeBytes : 2);
        var offset = searchStart < escaped.Length ? escaped[searchStart..].IndexOf((byte)'\\') : -1;
        return offset < 0 ? -1 : searchStart + offset;
    }

    private static bool TryReadUnicodeEscape(ReadOnlySpan<byte> escaped, int index, out char codeUnit)
    {
        codeUnit = default;
        if (index + UnicodeEscapeBytes > escaped.Length || escaped[index] != '\\' || escaped[index + 1] != 'u')
            return false;
        var isHex = Utf8Parser.TryParse(escaped.Slice(index + 2, 4), out ushort value, out _, 'x');
        codeUnit = (char)value;
        return isHex;
    }
}
