using System.Text.RegularExpressions;

namespace Bokgi.Host.Platform.Events;

/// <summary>
/// The syntax of an event's topic (what the event is about) and kind (what happened). Neither may contain a line break, because the stream
/// is line-based. A topic may not contain a comma, because clients send lists of topics separated by commas.
/// </summary>
internal static partial class EventNames
{
    public const int MaximumLength = 100;

    public const string Hello = "hello";
    public const string Gap = "gap";
    public const string Heartbeat = "heartbeat";

    public static bool IsTopic(string text) => text.Length <= MaximumLength && TopicPattern().IsMatch(text);

    public static bool IsKind(string text) =>
        text.Length <= MaximumLength && KindPattern().IsMatch(text) && text is not (Hello or Gap or Heartbeat);

    [GeneratedRegex(@"^[a-z][a-z0-9_-]*(:[^\s,\p{C}]+)?\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex TopicPattern();

    [GeneratedRegex(@"^[a-z][a-z0-9_.-]*\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex KindPattern();
}
