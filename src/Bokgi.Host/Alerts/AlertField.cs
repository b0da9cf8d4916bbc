namespace Bokgi.Host.Alerts;

/// <summary>A named value that an alert shows.</summary>
/// <param name="Name">Its name for programs, in snake case, such as <c>duration_sec</c>.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Value">Its value, as text for people.</param>
internal sealed record AlertField(string Name, LocalizedText Label, string Value)
{
    /// <summary>The value in Korean messages; null if the value is the same in every language.</summary>
    public string? KoreanValue { get; init; }
}
