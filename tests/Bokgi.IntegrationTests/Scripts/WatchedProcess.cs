using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Shouldly;

namespace Bokgi.IntegrationTests.Scripts;

/// <summary>A script or server in its own process. Its output is read while it runs; disposing kills it with its children.</summary>
internal sealed class WatchedProcess : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

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
            WorkingDirectory = Path.GetTempPath(), // contains no appsettings.json
        };
        foreach (var inherited in ProgramSettings)
            start.Environment.Remove(inherited);
        start.Environment["LC_ALL"] = "C.UTF-8";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Append(line.Data, lines);
        process.ErrorDataReceived += (_, line) => Append(line.Data, errors);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
    }

    // ToArray takes a snapshot. A collection expression would read the count first and copy afterwards, while lines still arrive.
    public IReadOnlyList<string> Lines => lines.ToArray();

    public IReadOnlyList<string> Errors => errors.ToArray();

    /// <summary>The process id.</summary>
    public int Id => process.Id;

    /// <summary>Memory that the process uses now.</summary>
    public long ResidentBytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>The peak memory of the process since its start or the last <see cref="ResetPeak"/>, as Linux records it.</summary>
    public long PeakBytes =>
        1024
        * long.Parse(
            File.ReadLines($"/proc/{process.Id}/status")
                .First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) // such as "VmHWM:  123456 kB"
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
            CultureInfo.InvariantCulture
        );

    /// <summary>Resets the peak to the current memory.</summary>
    public void ResetPeak() => File.WriteAllText($"/proc/{process.Id}/clear_refs", "5"); // 5 resets VmHWM, see proc(5)

    private static IEnumerable<string> ProgramSettings => Host.Platform.Settings.HostSettings.Defaults.Select(setting => setting.Name);

    /// <summary>Starts the built program.</summary>
    public static WatchedProcess StartBokgi(IEnumerable<KeyValuePair<string, string>> environment, params IEnumerable<string> arguments) =>
        new("dotnet", [BuiltProgram.Assembly, .. arguments], environment);

    /// <summary>Starts the built program from a shell that first runs a command, such as <c>ulimit -n 160</c>.</summary>
    public static WatchedProcess StartBokgiAfter(
        string command,
        IEnumerable<KeyValuePair<string, string>> environment,
        params IEnumerable<string> arguments
    ) => new("sh", ["-c", $"{command}; exec \"$@\"", "sh", "dotnet", BuiltProgram.Assembly, .. arguments], environment);

    /// <summary>Starts a script of the repository in a new process group, as a terminal does.</summary>
    public static WatchedProcess StartScript(
        string name,
        IEnumerable<KeyValuePair<string, string>> environment,
        params IEnumerable<string> arguments
    ) => new("setsid", ["bash", Path.Combine(UnitTests.SharedData.RepositoryRoot, "scripts", name), .. arguments], environment);

    /// <summary>Sends a signal, as <c>kill -TERM</c> does.</summary>
    public void Signal(string name) => ProcessSignal.Send(process.Id, name);

    /// <summary>Sends a signal to a script and everything it started, as Ctrl-C in a terminal does.</summary>
    public void SignalGroup(string name) => ProcessSignal.Send(-process.Id, name);

    /// <summary>Waits for a line of standard output and returns what follows <paramref name="prefix"/> in it.</summary>
    public string WaitForLine(string prefix)
    {
        WaitUntil(() => lines.Any(line => line.StartsWith(prefix, StringComparison.Ordinal)), $"a line '{prefix}…'");
        return lines.First(line => line.StartsWith(prefix, StringComparison.Ordinal))[prefix.Length..];
    }

    /// <summary>Waits for a condition while the process runs.</summary>
    public void WaitUntil(Func<bool> condition, string expectation)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            watch.Elapsed.ShouldBeLessThan(TestTimeout.Value, $"timed out waiting for {expectation}: {AllOutput()}");
            if (process.WaitForExit(PollInterval) && !condition())
                throw new InvalidOperationException($"the process ended while the test waited for {expectation}: {AllOutput()}");
        }
    }

    /// <summary>Waits for the process to end and returns its exit code.</summary>
    public int WaitForEnd()
    {
        process.WaitForExit(TestTimeout.Value).ShouldBeTrue($"the process did not end: {AllOutput()}");
        process.WaitForExit(); // waits for the last lines of output
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    /// <summary>Both outputs, for failure messages.</summary>
    public string AllOutput() => string.Join('\n', Lines.Concat(Errors));

    private static void Append(string? line, ConcurrentQueue<string> queue)
    {
        if (line is not null)
            queue.Enqueue(line);
    }
}
