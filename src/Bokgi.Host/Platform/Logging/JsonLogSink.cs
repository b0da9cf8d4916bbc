using System.Buffers;
using System.Text.Encodings.Web;
using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;

namespace Bokgi.Host.Platform.Logging;

/// <summary>Writes each log event as one line of JSON. The times of the lines strictly increase.</summary>
internal sealed class JsonLogSink(LogFile file, Redactor redactor) : ILogEventSink, IDisposable
{
    private static readonly MessageTemplate Dropped = new MessageTemplateParser().Parse(
        "{Count} log lines were dropped because the log file could not be written"
    );

    // Properties that are written as fields of their own or that only the framework needs, so they are not repeated among the properties.
    private static readonly HashSet<string> Omitted =
    [
        "SourceContext",
        LogFields.RequestId,
        LogFields.TaskId,
        LogFields.SessionId,
        "RequestPath",
        "ConnectionId",
        "EventId",
        "TraceId",
    ];

    private readonly Lock gate = new();
    private readonly ArrayBufferWriter<byte> buffer = new(1_024);
    private readonly Utf8JsonWriter json = new(
        Stream.Null,
        new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true }
    );
    private long lastTicks; // the time of the last line

    public void Emit(LogEvent logEvent)
    {
        lock (gate)
        {
            if (Write(logEvent) is > 0 and var dropped)
                Write(new LogEvent(logEvent.Timestamp, LogEventLevel.Warning, null, Dropped, [new("Count", new ScalarValue(dropped))]));
        }
    }

    public void Dispose()
    {
        json.Dispose();
        file.Dispose();
    }

    // Returns the number of lines dropped since the last written line; null if this line is dropped, too.
    private long? Write(LogEvent line)
    {
        buffer.ResetWrittenCount();
        json.Reset(buffer);
        json.WriteStartObject();
        json.WriteString("time", NextTime(line));
        json.WriteString("level", LogFields.LevelName(line.Level));
        Write("message", LogFields.RenderMessage(line));
        Write("template", line.MessageTemplate.Text);
        Write("context", LogFields.GetString(line, "SourceContext"));
        if (line.TraceId is { } trace)
            json.WriteString("trace_id", trace.ToHexString());
        foreach (var name in (ReadOnlySpan<string>)[LogFields.RequestId, LogFields.TaskId, LogFields.SessionId])
            Write(LogFields.ToSnakeCase(name), LogFields.GetString(line, name));
        Write("path", LogFields.GetString(line, "RequestPath"));
        WriteProperties(line);
        Write("exception", line.Exception?.ToString());
        json.WriteEndObject();
        json.Flush();
        buffer.Write("\n"u8);
        return file.Write(buffer.WrittenSpan);
    }

    private void WriteProperties(LogEvent line)
    {
        var isOpen = false;
        foreach (var (name, value) in line.Properties)
        {
            if (Omitted.Contains(name))
                continue;
            if (!isOpen)
                json.WriteStartObject("properties");
            isOpen = true;
            WriteValue(LogFields.ToSnakeCase(name), value);
        }

        if (isOpen)
            json.WriteEndObject();
    }

    private void WriteValue(string name, LogEventPropertyValue value)
    {
        switch ((value as ScalarValue)?.Value)
        {
            case int or long or short or byte:
                json.WriteNumber(name, Convert.ToInt64(((ScalarValue)value).Value, CultureInfo.InvariantCulture));
                break;
            case double number when double.IsFinite(number):
                json.WriteNumber(name, number);
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            case string text:
                Write(name, text);
                break;
            default:
                Write(name, value.ToString(null, CultureInfo.InvariantCulture));
                break;
        }
    }

    private void Write(string name, string? text)
    {
        if (text is not null)
            json.WriteString(name, redactor.Redact(text));
    }

    // The time of the event; if that is not later than the last line's, 100 ns after the last line's.
    private string NextTime(LogEvent line)
    {
        lastTicks = Math.Max(lastTicks + 1, line.Timestamp.UtcTicks);
        return LogFields.FormatTime(new DateTime(lastTicks, DateTimeKind.Utc));
    }
}
