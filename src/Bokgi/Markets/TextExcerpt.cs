namespace Bokgi.Markets;

/// <summary>Shortens text from outside before an error message quotes it.</summary>
internal static class TextExcerpt
{
    private const int Longest = 40;

    public static string Of(string? text) => text?.Length > Longest ? string.Concat(text.AsSpan(0, Longest), "…") : text ?? string.Empty;
}
