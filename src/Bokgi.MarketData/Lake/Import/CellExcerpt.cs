namespace Bokgi.MarketData.Lake.Import;

/// <summary>
/// Makes text from a file safe to quote in messages: drops control characters, byte order marks and the replacement characters of invalid
/// bytes, and shortens the rest without splitting a surrogate pair.
/// </summary>
internal static class CellExcerpt
{
    private const int MaxLength = 40;

    public static string Sanitize(string text)
    {
        var printable = string.Concat(text.Where(letter => !char.IsControl(letter) && letter is not ('\uFEFF' or '\uFFFD')));
        return printable.Length > MaxLength
            ? string.Concat(printable.AsSpan(0, char.IsHighSurrogate(printable[MaxLength - 1]) ? MaxLength - 1 : MaxLength), "…")
            : printable;
    }
}
