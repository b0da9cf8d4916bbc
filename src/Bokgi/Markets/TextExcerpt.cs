namespace Bokgi.Markets;

/// <summary>Shortens text from outside before an error message quotes it.</summary>
internal static class TextExcerpt
{
    private const int MaxLength = 40;

    public static string Shorten(string? text) =>
        text?.Length > MaxLength ? string.Concat(text.AsSpan(0, MaxLength), "…") : text ?? string.Empty;
}
