namespace Bokgi.MarketData.Lake.Import;

/// <summary>
/// Makes text from a file safe to quote in messages: drops control characters, byte order marks and the replacements of invalid bytes, and
/// shortens the rest without halving a surrogate pair.
/// </summary>
internal static class CellExcerpt
{
    private const int MaxLength = 40;

    public static string Sanitize(string text)
    {
        var shown = string.Concat(text.Where(letter => !char.IsControl(letter) && letter is not ('\uFEFF' or '\uFFFD')));
        return shown.Length > MaxLength
            ? string.Concat(shown.AsSpan(0, char.IsHighSurrogate(shown[MaxLength - 1]) ? MaxLength - 1 : MaxLength), "…")
            : shown;
    }
}
