using System.Text;
using Bokgi.Host.Platform.Logging;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Platform.Logging;

public sealed class LogTailTests
{
    [Fact]
    public void Read_LinesOfAllProcesses_AreThoseSinceTheTailBegan()
    {
        using var log = new LogFixture();
        log.Write("app.log", "before\n");
        using var tail = new LogTail(log.Folder);
        using var app = log.Open("app");
        using var worker = log.Open("worker-host.example-12");

        app.Write("one\n"u8);
        worker.Write("two\n"u8);

        Texts(tail).ShouldBe(["one", "two"], ignoreOrder: true);
        Texts(tail).ShouldBeEmpty();
    }

    [Fact]
    public void Read_HalfALine_WaitsForItsEnd()
    {
        using var log = new LogFixture();
        log.Write("app.log", string.Empty);
        using var tail = new LogTail(log.Folder);

        File.AppendAllText(log.PathOf("app.log"), "first\nsec");
        Texts(tail).ShouldBe(["first"]);
        File.AppendAllText(log.PathOf("app.log"), "ond\n");

        Texts(tail).ShouldBe(["second"]);
    }

    [Fact]
    public void Read_FileThatGetsANumber_MissesAndRepeatsNothing()
    {
        using var log = new LogFixture();
        using var file = log.Open("app");
        using var tail = new LogTail(log.Folder);
        const int linesPerFile = 5;
        const int lineCount = 23; // four full files, and three lines in the fifth
        var length = (int)(LogFile.MaximumBytes / linesPerFile);
        var seen = new List<string>();

        for (var i = 0; i < lineCount; i++)
        {
            file.Write(Encoding.UTF8.GetBytes($"{i}".PadRight(length - 1, '.') + "\n"));
            if (i % 3 == 2)
                seen.AddRange(Texts(tail));
        }

        seen.AddRange(Texts(tail));
        seen.Select(line => int.Parse(line.TrimEnd('.'))).ShouldBe(Enumerable.Range(0, lineCount));
    }

    private static string[] Texts(LogTail tail) => [.. tail.Read().Select(Encoding.UTF8.GetString)];
}
