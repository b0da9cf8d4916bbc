using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Shouldly;

namespace Bokgi.IntegrationTests.Scripts;

/// <summary>A script or a server in a process of its own, whose output is read while it runs; killed with all its children at the end.</summary>
internal sealed class WatchedProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(Tasks.Installation.IsSoak ? 900 : 60);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly ConcurrentQueue<string> lines = new();
    private readonly ConcurrentQueue<string> errors = new();
    private readonly Process process;

    private WatchedProcess(string program, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetTempPath(), // holds no appsettings.json
        };
        foreach (var inherited in SettingsOfTheProgram)
            start.Environment.Remove(inherited);
        start.Environment["LC_ALL"] = "C.UTF-8";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Keep(line.Data, lines);
        process.ErrorDataReceived += (_, line) => Keep(line.Data, errors);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
    }

    // A spread counts first and copies then, while lines still come; this takes them as they are at one moment.
    public IReadOnlyList<string> Lines => lines.ToArray();

    public IReadOnlyList<string> Errors => errors.ToArray();

    /// <summary>The number of the process.</summary>
    public int Id => process.Id;

    /// <summary>Memory that the process has at the moment.</summary>
    public long ResidentBytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>The most memory that the process has had since its start, or since <see cref="ForgetPeak"/>; Linux keeps it.</summary>
    public long PeakBytes =>
        1024
        * long.Parse(
            File.ReadLines($"/proc/{process.Id}/status")
                .First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
            CultureInfo.InvariantCulture
        );

    /// <summary>Lets the peak begin at what the process has now.</summary>
    public void ForgetPeak() => File.WriteAllText($"/proc/{process.Id}/clear_refs", "5");

    private static IEnumerable<string> SettingsOfTheProgram =>
        Host.Platform.Settings.SettingDeclaration.All.Select(setting => setting.Name);

    /// <summary>Starts the built program.</summary>
    public static WatchedProcess StartBokgi(IEnumerable<KeyValuePair<string, string>> environment, params IEnumerable<string> arguments) =>
        new("dotnet", [BuiltProgram.Assembly, .. arguments], environment);

    /// <summary>Starts a script of the repository, in a process group of its own as a terminal does.</summary>
    public static WatchedProcess StartScript(
        string name,
        IEnumerable<KeyValuePair<string, string>> environment,
        params IEnumerable<string> arguments
    ) => new("setsid", ["bash", Path.Combine(UnitTests.SharedData.RepositoryRoot, "scripts", name), .. arguments], environment);

    /// <summary>Sends a signal, as <c>kill -TERM</c> does.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit(Patience).ShouldBeTrue();
    }

    /// <summary>Sends a signal to a script and all it started, as Ctrl-C in a terminal does.</summary>
    public void SignalGroup(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", "--", $"-{process.Id.ToString(CultureInfo.InvariantCulture)}"]);
        kill.WaitForExit(Patience).ShouldBeTrue();
    }

    /// <summary>Waits for a line of standard output and gives what follows <paramref name="beginning"/> in it.</summary>
    public string WaitForLine(string beginning)
    {
        WaitUntil(() => lines.Any(line => line.StartsWith(beginning, StringComparison.Ordinal)), $"a line '{beginning}…'");
        return lines.First(line => line.StartsWith(beginning, StringComparison.Ordinal))[beginning.Length..];
    }

    /// <summary>Waits until something is so while the process runs.</summary>
    public void WaitUntil(Func<bool> isSo, string what)
    {
        while (!isSo())
        {
            watch.Elapsed.ShouldBeLessThan(Patience, $"no {what} came: {Everything()}");
            if (process.WaitForExit(Glance) && !isSo())
                throw new InvalidOperationException($"the process ended before {what} came: {Everything()}");
        }
    }

    /// <summary>Waits for the end and gives the exit code.</summary>
    public int WaitForEnd()
    {
        process.WaitForExit(Patience).ShouldBeTrue($"the process did not end: {Everything()}");
        process.WaitForExit(); // for the output's last lines
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    /// <summary>Both outputs, for messages.</summary>
    public string Everything() => string.Join('\n', Lines.Concat(Errors));

    private static void Keep(string? line, ConcurrentQueue<string> kept)
    {
        if (line is not null)
            kept.Enqueue(line);
    }
}
