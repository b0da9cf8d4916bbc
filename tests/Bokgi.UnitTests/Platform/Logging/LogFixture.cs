using System.Text;
using Bokgi.Host.Platform.Logging;
using Bokgi.Host.Platform.Settings;
using Microsoft.Extensions.Time.Testing;
using Serilog.Events;
using Serilog.Parsing;

namespace Bokgi.UnitTests.Platform.Logging;

/// <summary>A temporary log folder, with a clock that moves only when a test advances it.</summary>
internal sealed class LogFixture : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("bokgi-log-");

    public LogFixture() => Folder = new LogFolder(SettingsWith(("STATE_ROOT", root.FullName)));

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public LogFolder Folder { get; }

    /// <summary>Settings with only the given values.</summary>
    public static HostSettings SettingsWith(params (string Name, string Value)[] values) =>
        new(
            new SettingReader(name =>
                values.Where(value => value.Name == name).Select(value => ((string, string)?)(value.Value, "test")).FirstOrDefault()
            )
        );

    /// <summary>An event to log, at the time at which <see cref="Clock"/> starts.</summary>
    public static LogEvent CreateEvent(
        string template,
        LogEventLevel level,
        Exception? exception,
        params (string Name, object? Value)[] values
    ) =>
        new(
            new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            level,
            exception,
            new MessageTemplateParser().Parse(template),
            values.Select(value => new LogEventProperty(value.Name, new ScalarValue(value.Value)))
        );

    public LogFile Open(string name) => new(Folder.Path, name, Clock);

    public string PathOf(string name) => Path.Combine(Folder.Path, name);

    public string[] LinesOf(string name) => File.ReadAllLines(PathOf(name));

    /// <summary>Writes a whole log file, as if an earlier process had written it.</summary>
    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Folder.Path);
        File.WriteAllText(PathOf(name), text, new UTF8Encoding(false));
    }

    public void Dispose() => root.Delete(recursive: true);
}
