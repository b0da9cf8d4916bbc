using System.Text.RegularExpressions;

namespace Bokgi.Host.Platform.Events;

/// <summary>How topics and kinds may look. Both stand in lines of a stream, and topics in a list with commas.</summary>
internal static partial class EventNames
{
    /// <summary>The longest topic, in characters.</summary>
    public const int MaximumTopic = 100;

    /// <summary>The kind of the event that tells a stream's beginning.</summary>
    public const string Hello = "hello";

    /// <summary>The kind of the event that tells that others are no longer kept.</summary>
    public const string Gap = "gap";

    /// <summary>Whether events can have this topic.</summary>
    public static bool IsTopic(string text) => text.Length <= MaximumTopic && Topic().IsMatch(text);

    /// <summary>Whether events can have this kind.</summary>
    public static bool IsKind(string text) => text.Length <= MaximumTopic && Kind().IsMatch(text) && text is not (Hello or Gap);

    [GeneratedRegex(@"^[a-z][a-z0-9_-]*(:[^\s,\p{C}]+)?\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Topic();

    [GeneratedRegex(@"^[a-z][a-z0-9_.-]*\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Kind();
}
