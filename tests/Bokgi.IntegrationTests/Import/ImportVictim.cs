using System.Diagnostics;

namespace Bokgi.IntegrationTests.Import;

/// <summary>A process that imports files over and over until it is killed.</summary>
internal sealed class ImportVictim : IDisposable
{
    private readonly Process process;
    private readonly ManualResetEventSlim hasStored = new();

    public ImportVictim(string root, params string[] files)
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, "Bokgi.ImportVictim.dll");
        var start = new ProcessStartInfo("dotnet", [assembly, root, .. files])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => hasStored.Set();
        process.BeginOutputReadLine();
    }

    /// <summary>Waits for the first import; returns false if it takes too long or the process has ended.</summary>
    public bool WaitUntilStored(TimeSpan timeout) => hasStored.Wait(timeout) && !process.HasExited;

    /// <summary>Waits for this time, then kills the process whatever it is doing, as kill -9 does.</summary>
    public void KillAfter(TimeSpan delay)
    {
        if (delay > TimeSpan.Zero)
            process.WaitForExit(delay);
        process.Kill();
        process.WaitForExit();
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
        hasStored.Dispose();
    }
}
