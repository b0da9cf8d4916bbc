using System.Threading.Channels;
using Serilog.Core;
using Serilog.Events;

namespace Bokgi.Host.Platform.Logging;

/// <summary>
/// Writes log events as readable text, in the time zone of TZ, on a dedicated thread. If the output is not read fast enough, lines are
/// dropped, so that the program never waits.
/// </summary>
internal sealed class ConsoleLogSink : ILogEventSink, IDisposable
{
    private const int MaximumWaitingLines = 4_096;

    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(1);

    private readonly Channel<string> lines = Channel.CreateBounded<string>(
        new BoundedChannelOptions(MaximumWaitingLines) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }
    );
    private readonly TextWriter console;
    private readonly Redactor redactor;
    private readonly TimeZoneInfo zone;
    private readonly Task writing;

    public ConsoleLogSink(TextWriter console, Redactor redactor, TimeZoneInfo zone)
    {
        (this.console, this.redactor, this.zone) = (console, redactor, zone);
        writing = Task.Factory.StartNew(Write, TaskCreationOptions.LongRunning);
    }

    public void Emit(LogEvent logEvent)
    {
        var time = TimeZoneInfo.ConvertTime(logEvent.Timestamp, zone).ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);
        var exception = logEvent.Exception is { } failure ? $"{Environment.NewLine}{failure}" : string.Empty;
        lines.Writer.TryWrite(
            redactor.Redact(
                $"{time} {LogFields.LevelName(logEvent.Level)}: {ReplaceControlCharacters(LogFields.RenderMessage(logEvent))}{exception}"
            )
        );
    }

    public void Dispose()
    {
        lines.Writer.Complete();
        writing.Wait(FlushTimeout);
    }

    // Text from a client, such as a path, must not look like a line of its own or control the terminal.
    private static string ReplaceControlCharacters(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)) : text;

    private void Write()
    {
        try
        {
            while (lines.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                while (lines.Reader.TryRead(out var line))
                    console.WriteLine(line);
            }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            // The output is closed; the log file has the lines.
        }
    }
}
