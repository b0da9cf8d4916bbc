using System.Diagnostics;
using System.Globalization;
using System.Text;
using Bokgi.IntegrationTests.Scripts;
using Shouldly;

namespace Bokgi.IntegrationTests.CommandLine;

/// <summary>The built program in its own process, started as a user would start it.</summary>
internal sealed class BokgiProcess : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Bokgi.Host.dll");

    private readonly TemporaryFolder state = new();
    private readonly Stopwatch stopwatch = Stopwatch.StartNew();
    private readonly MemoryStream output = new();
    private readonly Process process;
    private readonly Task outputCopied;
    private readonly Task<string> errorOutput;

    private BokgiProcess(IEnumerable<KeyValuePair<string, string>> environment, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetTempPath(), // contains no appsettings.json
        };
        foreach (var variable in (string[])["DATA_ROOT", "ENVIRONMENT", "LANG"])
            start.Environment.Remove(variable);
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["STATE_ROOT"] = state.Path; // the default is DATA_ROOT, which may be the shared lake
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        process = Process.Start(start)!;
        process.StandardInput.Close();
        outputCopied = CopyAsync(process.StandardOutput.BaseStream, output);
        errorOutput = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Whether the program is writing the files of a run.</summary>
    public bool IsWritingARun =>
        Directory.Exists(state.PathOf("results", ".making"))
        && Directory.EnumerateFileSystemEntries(state.PathOf("results", ".making")).Any();

    /// <summary>What the program has written to standard output so far.</summary>
    public string OutputSoFar
    {
        get
        {
            lock (output)
                return Encoding.UTF8.GetString(output.ToArray());
        }
    }

    /// <summary>Runs the program to its end.</summary>
    public static BokgiResult Run(params IEnumerable<string> arguments) => RunWithEnvironment([], arguments);

    /// <summary>Runs the program to its end, with environment variables set.</summary>
    public static BokgiResult RunWithEnvironment(
        IEnumerable<KeyValuePair<string, string>> environment,
        params IEnumerable<string> arguments
    )
    {
        using var bokgi = new BokgiProcess(environment, arguments);
        return bokgi.WaitForEnd();
    }

    /// <summary>Runs the program, which must succeed.</summary>
    public static BokgiResult RunSuccessfully(params IEnumerable<string> arguments)
    {
        var result = Run(arguments);
        result.ExitCode.ShouldBe(0, result.Error);
        return result;
    }

    /// <summary>Starts the program and returns at once.</summary>
    public static BokgiProcess Start(params IEnumerable<string> arguments) => new([], arguments);

    /// <summary>Starts the program with environment variables set and returns at once.</summary>
    public static BokgiProcess StartWithEnvironment(
        IEnumerable<KeyValuePair<string, string>> environment,
        params IEnumerable<string> arguments
    ) => new(environment, arguments);

    /// <summary>Sends a signal, as <c>kill -INT</c> does.</summary>
    public void Signal(string name) => ProcessSignal.Send(process.Id, name);

    /// <summary>Waits until a condition is true; returns false when the program ends first.</summary>
    public bool TryWaitUntil(Func<bool> condition)
    {
        while (!condition())
        {
            if (process.WaitForExit(PollInterval))
                return false;
            stopwatch.Elapsed.ShouldBeLessThan(TestTimeout.Value);
        }

        return true;
    }

    public BokgiResult WaitForEnd()
    {
        long peakBytes = 0;
        while (!process.WaitForExit(PollInterval))
        {
            peakBytes = Math.Max(peakBytes, ReadPeakBytes());
            stopwatch.Elapsed.ShouldBeLessThan(TestTimeout.Value, "the program did not end");
        }

        var duration = stopwatch.Elapsed;
        Task.WaitAll([outputCopied, errorOutput], TestTimeout.Value).ShouldBeTrue("the program ended, but its output is still open");
        return new BokgiResult(process.ExitCode, output.ToArray(), errorOutput.Result, peakBytes, duration);
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
        output.Dispose();
        state.Dispose();
    }

    private static async Task CopyAsync(Stream source, MemoryStream output)
    {
        var buffer = new byte[64 * 1024];
        while (await source.ReadAsync(buffer) is > 0 and var read)
        {
            lock (output)
                output.Write(buffer, 0, read);
        }
    }

    // Reads the peak of resident memory from the line "VmHWM: 1234 kB". If memory grows after the last call before the program ends, that
    // growth is missed.
    private long ReadPeakBytes()
    {
        try
        {
            var line = File.ReadLines($"/proc/{process.Id}/status")
                .FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null
                ? 0
                : 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0; // the process has just ended, or the system is not Linux
        }
    }
}
