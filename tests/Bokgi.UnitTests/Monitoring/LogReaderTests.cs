using Bokgi.Host.Monitoring.Logs;
using Bokgi.UnitTests.Platform.Logging;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Monitoring;

public sealed class LogReaderTests
{
    // Indexes in LogFields.Levels.
    private const int Warning = 3;
    private const int Error = 4;

    private static readonly DateTime Start = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    [Fact]
    public void NewestFirst_LinesOfAnyLength_AreReturnedInReverseOrder() =>
        Gen.Int[0, 150_000]
            .Array[0, 12]
            .Sample(
                lengths =>
                {
                    using var log = new LogFixture();
                    // The reader reads a file in blocks of bytes. With a character of three bytes, a block can begin within a character.
                    log.Write("app.log", string.Concat(lengths.Select((length, i) => Line(i, new string('가', length / 3)))));

                    var read = new LogFileReader(log.PathOf("app.log")).ReadNewestFirst().ToList();

                    read.Select(line => line.Message.Length).ShouldBe(lengths.Reverse().Select(length => length / 3));
                    read.ShouldAllBe(line => line.Process == "app");
                },
                iter: Iterations.Scale(60)
            );

    [Fact]
    public void NewestFirst_HalfLinesAndNonsense_AreLeftOut()
    {
        using var log = new LogFixture();
        log.Write("app.log", $"{Line(1, "one")}{{\"time\":\"2026\n\n[]\n{Line(2, "two")}{Line(3, "three")[..20]}");

        new LogFileReader(log.PathOf("app.log")).ReadNewestFirst().Select(line => line.Message).ShouldBe(["two", "one"]);
    }

    [Fact]
    public void Search_FilesOfSeveralProcesses_AreMergedByTime() =>
        Gen.Int[0, 3]
            .Array[0, 40]
            .Sample(
                fileOfEachLine =>
                {
                    using var log = new LogFixture();
                    string[] files = ["app.1.log", "app.log", "worker-a-1.log", "worker-b.c-2.log"];
                    foreach (var (file, name) in files.Index())
                        log.Write(name, string.Concat(LinesOf(file)));

                    var page = new LogReader(log.Folder).Search(Everything with { Limit = 1_000 });

                    page.Items.Select(line => line.Message).ShouldBe(fileOfEachLine.Index().Reverse().Select(line => $"{line.Index}"));
                    page.NextBefore.ShouldBeNull();

                    IEnumerable<string> LinesOf(int file) =>
                        fileOfEachLine.Index().Where(line => line.Item == file).Select(line => Line(line.Index, $"{line.Index}"));
                },
                iter: Iterations.Scale(100)
            );

    [Fact]
    public void Search_PageByPage_FindsEveryLineOnce()
    {
        using var log = new LogFixture();
        log.Write("app.log", string.Concat(Enumerable.Range(0, 25).Select(i => Line(i, $"{i}", i % 5 == 0 ? "error" : "info"))));
        var reader = new LogReader(log.Folder);
        var found = new List<string>();
        var before = Everything.BeforeUtc;

        for (var page = 0; before is not null; page++)
        {
            page.ShouldBeLessThan(10);
            var lines = reader.Search(Everything with { Limit = 2, MinimumLevel = Error, BeforeUtc = before });
            found.AddRange(lines.Items.Select(line => line.Message));
            before = lines.NextBefore;
        }

        found.ShouldBe(["20", "15", "10", "5", "0"]);
    }

    [Fact]
    public void Search_SeveralFilters_FindsTheLinesThatMatchAll()
    {
        using var log = new LogFixture();
        log.Write(
            "app.log",
            Line(1, "Queue is full", "warning", """,  "context":"Bokgi.Host.Tasks.TaskMonitor","task_id":"t1" """)
                + Line(2, "Queue is full", "info", """, "task_id":"t1" """)
                + Line(3, "empty", "warning", """, "task_id":"t1","exception":"at queue" """)
                + Line(4, "Queue is full", "warning", """, "task_id":"t2","session_id":"s1","request_id":"00-abc-def-01" """)
        );
        var reader = new LogReader(log.Folder);

        SecondsOf(Everything with { MinimumLevel = Warning }).ShouldBe([4, 3, 1]);
        SecondsOf(Everything with { Text = "QUEUE" }).ShouldBe([4, 3, 2, 1]);
        SecondsOf(Everything with { Context = "taskmonitor" }).ShouldBe([1]);
        SecondsOf(Everything with { TaskId = "t1", Text = "queue", MinimumLevel = Warning }).ShouldBe([3, 1]);
        SecondsOf(Everything with { SessionId = "s1" }).ShouldBe([4]);
        SecondsOf(Everything with { RequestId = "abc" }).ShouldBe([4]);
        SecondsOf(Everything with { Process = "worker" }).ShouldBeEmpty();
        SecondsOf(Everything with { FromUtc = TimeOf(2), BeforeUtc = TimeOf(4) }).ShouldBe([3, 2]);

        IEnumerable<int> SecondsOf(LogFilter filter) =>
            reader.Search(filter).Items.Select(line => (int)(DateTimeOffset.Parse(line.Time).UtcDateTime - Start).TotalSeconds);
    }

    private static LogFilter Everything => new(Limit: 100, FromUtc: string.Empty, BeforeUtc: "9999");

    private static string TimeOf(int second) => Bokgi.Host.Platform.Logging.LogFields.FormatTime(Start.AddSeconds(second));

    private static string Line(int second, string message, string level = "info", string more = "") =>
        $$"""{"time":"{{TimeOf(second)}}","level":"{{level}}","message":"{{message}}","template":"t"{{more}}}""" + "\n";
}
