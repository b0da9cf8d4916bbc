using System.Text.Json.Serialization;

namespace Bokgi.Host.Monitoring.Logs;

/// <summary>A line of a log.</summary>
/// <param name="Time">When it was written, UTC; no two lines of a file have the same.</param>
/// <param name="Level">How severe it is.</param>
/// <param name="Message">The text.</param>
/// <param name="Template">The text without its values, the same for all lines of one kind.</param>
/// <param name="Context">The part of the program that wrote it.</param>
/// <param name="Process">The process that wrote it: app for the server, or a worker.</param>
/// <param name="TraceId">The trace that it belongs to.</param>
/// <param name="RequestId">The request that it belongs to, as error responses have it; a task has that of the request that queued it.</param>
/// <param name="TaskId">The task that it belongs to.</param>
/// <param name="SessionId">The paper session that it belongs to.</param>
/// <param name="Path">The path of the request.</param>
/// <param name="Properties">The values in the text, by name.</param>
/// <param name="Exception">The exception with its stack.</param>
internal sealed record LogLineDocument(
    string Time,
    string Level,
    string Message,
    string Template,
    string? Context,
    string? Process,
    string? TraceId,
    string? RequestId,
    string? TaskId,
    string? SessionId,
    string? Path,
    IReadOnlyDictionary<string, JsonElement>? Properties,
    string? Exception
)
{
    private static readonly JsonSerializerOptions Format = new(JsonFormat.Compact)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip, // a later version may write more fields
    };

    /// <summary>Parses a line. Null if the line is incomplete: the disk was full, or the process was killed while it wrote the line.</summary>
    public static LogLineDocument? Read(ReadOnlySpan<byte> line, string process)
    {
        try
        {
            return JsonSerializer.Deserialize<LogLineDocument>(line, Format) is { Time: not null, Level: not null, Message: not null } read
                ? read with
                {
                    Process = process,
                }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
