using System.Text;
using Bokgi.Host.Platform.Logging;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Platform.Logging;

public sealed class LogFileTests
{
    [Fact]
    public void Write_Lines_AreInTheFileAtOnce()
    {
        using var log = new LogFixture();
        using var file = log.Open("app");

        // Write returns how many lines were dropped before this one.
        file.Write("first\n"u8).ShouldBe(0);
        file.Write("second\n"u8).ShouldBe(0);

        log.LinesOf("app.log").ShouldBe(["first", "second"]);
    }

    [Fact]
    public void Write_FileOfAnEarlierProcess_AppendsToIt()
    {
        using var log = new LogFixture();
        log.Write("app.log", "earlier\n");
        using var file = log.Open("app");

        file.Write("later\n"u8);

        log.LinesOf("app.log").ShouldBe(["earlier", "later"]);
    }

    [Fact]
    public void Write_FullFile_GetsANumberAndTheOldestIsDeleted()
    {
        using var log = new LogFixture();
        using var file = log.Open("app");
        const int linesPerFile = 4;
        var length = (int)(LogFile.MaximumBytes / linesPerFile);

        for (var i = 0; i < linesPerFile * (LogFile.MaximumFiles + 2); i++)
            file.Write(Encoding.UTF8.GetBytes($"{i:000}".PadRight(length - 1, '.') + "\n"));

        // 48 lines in 12 files, of which the last 10 are left: lines 8 to 47.
        var files = new DirectoryInfo(log.Folder.Path).GetFiles("*.log");
        files.Length.ShouldBe(LogFile.MaximumFiles);
        files.ShouldAllBe(info => info.Length == linesPerFile * length);
        FirstNumber("app.log").ShouldBe(44);
        FirstNumber("app.1.log").ShouldBe(40);
        FirstNumber("app.9.log").ShouldBe(8);

        int FirstNumber(string name)
        {
            using var reader = new StreamReader(log.PathOf(name));
            var text = new char[3];
            reader.ReadBlock(text).ShouldBe(text.Length);
            return int.Parse(text);
        }
    }

    [Fact]
    public void Write_LineThatWouldExceedTheLimit_BeginsTheNextFile()
    {
        using var log = new LogFixture();
        log.Write("app.log", new string('x', (int)LogFile.MaximumBytes - 3) + "\n");
        using var file = log.Open("app");

        file.Write("123\n"u8);

        log.LinesOf("app.log").ShouldBe(["123"]);
        new FileInfo(log.PathOf("app.1.log")).Length.ShouldBe(LogFile.MaximumBytes - 2);
    }

    [Fact]
    public void Write_FolderIsUnwritableForAWhile_DropsLinesAndReturnsTheirNumberAfterwards()
    {
        using var log = new LogFixture();
        File.WriteAllText(log.Folder.Path, "a file where the folder should be");
        using var file = log.Open("app");

        file.Write("one\n"u8).ShouldBeNull(); // null: the line was dropped
        file.Write("two\n"u8).ShouldBeNull("it is not tried again at once");
        file.Error.ShouldNotBeNull();
        File.Delete(log.Folder.Path);
        file.Write("three\n"u8).ShouldBeNull("it is not tried again at once");
        log.Clock.Advance(TimeSpan.FromSeconds(1));

        file.Write("four\n"u8).ShouldBe(3);
        file.Write("five\n"u8).ShouldBe(0);
        file.Error.ShouldBeNull();
        log.LinesOf("app.log").ShouldBe(["four", "five"]);
    }
}
