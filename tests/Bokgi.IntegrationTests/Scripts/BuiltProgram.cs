using Bokgi.IntegrationTests.CommandLine;

namespace Bokgi.IntegrationTests.Scripts;

/// <summary>Replaces ./bokgi in scripts: runs the program that was built with these tests and records the id of each process.</summary>
internal sealed class BuiltProgram
{
    private readonly string processLog;

    public BuiltProgram(TemporaryFolder folder)
    {
        processLog = folder.PathOf("processes");
        Path = folder.WriteText("bokgi", $"#!/bin/sh\necho $$ >> '{processLog}'\nexec dotnet '{Assembly}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public static string Assembly { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "Bokgi.Host.dll");

    /// <summary>The path of a script that starts the program; the tested scripts take it from the environment variable BOKGI.</summary>
    public string Path { get; }

    /// <summary>How often the program was started.</summary>
    public int StartCount => File.Exists(processLog) ? File.ReadAllLines(processLog).Length : 0;

    /// <summary>The ids of the program's processes that still run.</summary>
    public IEnumerable<string> RunningIds =>
        File.Exists(processLog) ? File.ReadAllLines(processLog).Where(id => Directory.Exists($"/proc/{id}")) : [];
}
