using System.Text.Json;
using Bokgi.Host.Platform.Logging;
using Serilog.Events;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Platform.Logging;

public sealed class JsonLogSinkTests
{
    [Fact]
    public void Emit_Line_HasItsFieldsAndValues()
    {
        using var log = new LogFixture();
        using (var sink = new JsonLogSink(log.Open("app"), new Redactor([])))
            sink.Emit(
                LogFixture.CreateEvent(
                    "step {Position} of task {TaskId} waits: {Reason} ({Share})",
                    LogEventLevel.Warning,
                    new InvalidOperationException("돈이 없다"),
                    ("Position", 3),
                    ("TaskId", "t-1"),
                    ("Reason", "no \"disk\""),
                    ("Share", 0.25),
                    ("SessionId", "s-1"),
                    ("RequestId", "00-ab-cd-01"),
                    ("RequestPath", "/api/x"),
                    ("ConnectionId", "omitted"),
                    ("SourceContext", "Bokgi.Host.Tasks.StepRunner")
                )
            );

        var line = JsonElement.Parse(log.LinesOf("app.log").ShouldHaveSingleItem());
        line.GetProperty("time").GetString().ShouldBe("2026-01-02T03:04:05.0000000Z");
        line.GetProperty("level").GetString().ShouldBe("warning");
        line.GetProperty("message").GetString().ShouldBe("step 3 of task t-1 waits: no \"disk\" (0.25)");
        line.GetProperty("template").GetString().ShouldBe("step {Position} of task {TaskId} waits: {Reason} ({Share})");
        line.GetProperty("context").GetString().ShouldBe("Bokgi.Host.Tasks.StepRunner");
        line.GetProperty("task_id").GetString().ShouldBe("t-1");
        line.GetProperty("session_id").GetString().ShouldBe("s-1");
        line.GetProperty("request_id").GetString().ShouldBe("00-ab-cd-01");
        line.GetProperty("path").GetString().ShouldBe("/api/x");
        line.GetProperty("properties").GetRawText().ShouldBe("""{"position":3,"reason":"no \"disk\"","share":0.25}""");
        line.GetProperty("exception").GetString().ShouldBe("System.InvalidOperationException: 돈이 없다");
    }

    [Fact]
    public void Emit_SecretAnywhere_IsMasked()
    {
        const string secret = "s3cr3t\"with-quotes";
        using var log = new LogFixture();
        using (var sink = new JsonLogSink(log.Open("app"), new Redactor([secret])))
            sink.Emit(
                LogFixture.CreateEvent(
                    "{Value} and {TaskId}",
                    LogEventLevel.Error,
                    new InvalidOperationException($"inside {secret}"),
                    ("Value", secret),
                    ("TaskId", $"t{secret}"),
                    ("Address", new Uri($"http://x/?key={Uri.EscapeDataString(secret)}"))
                )
            );

        var line = log.LinesOf("app.log").ShouldHaveSingleItem();
        line.ShouldNotContain("s3cr3t");
        JsonElement.Parse(line).GetProperty("message").GetString().ShouldBe($"{Redactor.Mask} and t{Redactor.Mask}");
    }

    [Fact]
    public void Emit_LinesAtOneTime_HaveRisingTimes()
    {
        using var log = new LogFixture();
        using (var sink = new JsonLogSink(log.Open("app"), new Redactor([])))
        {
            for (var i = 0; i < 3; i++)
                sink.Emit(LogFixture.CreateEvent("same", LogEventLevel.Information, null));
        }

        log.LinesOf("app.log")
            .Select(line => JsonElement.Parse(line).GetProperty("time").GetString())
            .ShouldBe(["2026-01-02T03:04:05.0000000Z", "2026-01-02T03:04:05.0000001Z", "2026-01-02T03:04:05.0000002Z"]);
    }

    [Fact]
    public void Emit_AfterLinesWereDropped_ReportsHowMany()
    {
        using var log = new LogFixture();
        File.WriteAllText(log.Folder.Path, "a file where the folder should be");
        using (var sink = new JsonLogSink(log.Open("app"), new Redactor([])))
        {
            sink.Emit(LogFixture.CreateEvent("lost", LogEventLevel.Information, null));
            sink.Emit(LogFixture.CreateEvent("lost", LogEventLevel.Information, null));
            File.Delete(log.Folder.Path);
            log.Clock.Advance(TimeSpan.FromSeconds(1));
            sink.Emit(LogFixture.CreateEvent("kept", LogEventLevel.Information, null));
        }

        log.LinesOf("app.log")
            .Select(line => JsonElement.Parse(line).GetProperty("message").GetString())
            .ShouldBe(["kept", "2 log lines were dropped because the log file could not be written"]);
    }

    // The processor time of a line is only printed, because it depends on the machine.
    [Fact]
    public void Emit_ManyLines_AllocateLessThan4000BytesEach()
    {
        const int count = 20_000;
        using var log = new LogFixture();
        using var sink = new JsonLogSink(log.Open("app"), new Redactor(["a-secret-of-some-length", "another-secret-value"]));
        using var logger = new Serilog.LoggerConfiguration().WriteTo.Sink(sink).CreateLogger();
        Write(count); // warm-up
        var bytesBefore = GC.GetAllocatedBytesForCurrentThread();
        var timeBefore = System.Diagnostics.Process.GetCurrentProcess().TotalProcessorTime;

        Write(count);

        var bytesPerLine = (GC.GetAllocatedBytesForCurrentThread() - bytesBefore) / count;
        var microseconds = (System.Diagnostics.Process.GetCurrentProcess().TotalProcessorTime - timeBefore).TotalMicroseconds / count;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{microseconds:0.0} µs of processor time of this process and {bytesPerLine} bytes a line"
        );
        bytesPerLine.ShouldBeLessThan(4_000);

        void Write(int lines)
        {
            for (var i = 0; i < lines; i++)
                logger.Warning(
                    "step {Position} of task {TaskId} waits: {Reason}",
                    i,
                    "01a22806-5fde-763a-851d-213d96e7a2bf",
                    "the disk is full"
                );
        }
    }
}
