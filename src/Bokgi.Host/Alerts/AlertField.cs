namespace Bokgi.Host.Alerts;

/// <summary>A value of an alert.</summary>
/// <param name="Name">Its name for programs, in snake case, such as <c>duration_sec</c>.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Value">Its value, as text for people.</param>
internal sealed record AlertField(string Name, LocalizedText Label, string Value)
{
    /// <summary>The value for Korean messages, where it is a sentence; null where it is the same in every language.</summary>
    public string? KoreanValue { get; init; }
}
