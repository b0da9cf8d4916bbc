using System.Text.RegularExpressions;

namespace Bokgi.Host.Platform.Events;

/// <summary>
/// The syntax of topics and kinds. They contain no line breaks, because each stands on a line of the stream; topics contain no commas,
/// because clients send them in comma-separated lists.
/// </summary>
internal static partial class EventNames
{
    public const int MaximumLength = 100;

    public const string Hello = "hello";
    public const string Gap = "gap";
    public const string Heartbeat = "heartbeat";

    public static bool IsTopic(string text) => text.Length <= MaximumLength && Topic().IsMatch(text);

    public static bool IsKind(string text) =>
        text.Length <= MaximumLength && Kind().IsMatch(text) && text is not (Hello or Gap or Heartbeat);

    [GeneratedRegex(@"^[a-z][a-z0-9_-]*(:[^\s,\p{C}]+)?\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Topic();

    [GeneratedRegex(@"^[a-z][a-z0-9_.-]*\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Kind();
}
