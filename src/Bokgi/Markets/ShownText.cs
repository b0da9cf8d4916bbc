namespace Bokgi.Markets;

/// <summary>Text from outside as a message repeats it: its beginning, whatever its length.</summary>
internal static class ShownText
{
    private const int Longest = 40;

    public static string Of(string? text) => text?.Length > Longest ? string.Concat(text.AsSpan(0, Longest), "…") : text ?? string.Empty;
}
