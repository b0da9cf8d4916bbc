using System.Collections.Concurrent;
using Serilog.Events;
using Serilog.Parsing;

namespace Bokgi.Host.Platform.Logging;

/// <summary>The names and texts of a log line's fields.</summary>
internal static class LogFields
{
    public const string TaskId = "TaskId";
    public const string SessionId = "SessionId";
    public const string RequestId = "RequestId";

    private static readonly Dictionary<string, int> Positions = Enum.GetValues<LogEventLevel>()
        .ToDictionary(LevelName, level => (int)level, StringComparer.Ordinal);

    private static readonly ConcurrentDictionary<string, string> Names = new(StringComparer.Ordinal);

    /// <summary>Creates the argument of <see cref="ILogger.BeginScope"/> that adds these fields to all lines of the scope.</summary>
    public static KeyValuePair<string, object?>[] Scope(params ReadOnlySpan<(string Field, string? Value)> fields)
    {
        var scope = new List<KeyValuePair<string, object?>>(fields.Length);
        foreach (var (field, value) in fields)
        {
            if (value is not null)
                scope.Add(new(field, value));
        }

        return [.. scope];
    }

    public static string LevelName(LogEventLevel level) =>
        level switch
        {
            LogEventLevel.Verbose => "trace",
            LogEventLevel.Debug => "debug",
            LogEventLevel.Information => "info",
            LogEventLevel.Warning => "warning",
            LogEventLevel.Error => "error",
            _ => "critical",
        };

    /// <summary>Every level, least severe first.</summary>
    public static IReadOnlyList<string> Levels { get; } = [.. Enum.GetValues<LogEventLevel>().Select(LevelName)];

    /// <summary>The position of a level in <see cref="Levels"/>; negative if there is none of that name.</summary>
    public static int IndexOf(string level) => Positions.GetValueOrDefault(level, -1);

    /// <summary>Formats a time in UTC, always with the same number of characters, so that times sort as text.</summary>
    public static string FormatTime(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The name of a property in a line of JSON, in snake case.</summary>
    public static string ToSnakeCase(string property) => Names.GetOrAdd(property, JsonNamingPolicy.SnakeCaseLower.ConvertName);

    /// <summary>The message with the values of its properties; string values are not quoted.</summary>
    public static string RenderMessage(LogEvent line)
    {
        if (line.MessageTemplate.Tokens.All(token => token is TextToken))
            return line.MessageTemplate.Text;
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        foreach (var token in line.MessageTemplate.Tokens)
        {
            if (token is PropertyToken named && GetString(line, named.PropertyName) is { } value)
                text.Write(value);
            else
                token.Render(line.Properties, text, CultureInfo.InvariantCulture);
        }

        return text.ToString();
    }

    /// <summary>The value of a property; null if the property is missing or no string.</summary>
    public static string? GetString(LogEvent line, string property) =>
        line.Properties.TryGetValue(property, out var value) && value is ScalarValue { Value: string text } ? text : null;
}
