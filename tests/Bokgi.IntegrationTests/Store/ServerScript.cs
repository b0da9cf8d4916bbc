using System.Collections.Concurrent;
using System.Diagnostics;
using Xunit;

namespace Bokgi.IntegrationTests.Store;

/// <summary>
/// A server run by a shell script. It ends with this process, even if this process is killed: the script stops when its standard input
/// closes.
/// </summary>
internal sealed class ServerScript : IDisposable
{
    // Uses two functions that the caller defines: begin starts the server and sets $server to its process id, clean removes its files.
    private const string CommandLoop = """
        finish() { if [ -n "$server" ]; then kill -INT $server 2>/dev/null || true; wait $server || true; server=; fi; }
        begin
        while read -r word; do
          case $word in
            stop) finish; echo 'server stopped' >&2 ;;
            crash) kill -KILL $server; wait $server || true; server=; echo 'server stopped' >&2 ;;
            start) begin ;;
          esac
        done
        finish
        clean
        """;

    private readonly ConcurrentQueue<string> log = new();
    private readonly SemaphoreSlim ready = new(0);
    private readonly SemaphoreSlim stopped = new(0);
    private readonly Process process;

    /// <summary>Starts the server and waits until it is ready.</summary>
    /// <param name="functions">The shell code that defines the functions begin and clean.</param>
    /// <param name="arguments">The arguments of the script, $1 and so on.</param>
    public ServerScript(string functions, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", ["-c", $"set -e\n{functions}\n{CommandLoop}", "server", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) => OnOutputLine(line.Data);
        process.BeginErrorReadLine();
        WaitForSignal(ready, "start");
    }

    /// <summary>Starts the server again with the same arguments.</summary>
    public void Start() => SendCommand("start", ready);

    public void Stop() => SendCommand("stop", stopped);

    /// <summary>Kills the server, as kill -9 does.</summary>
    public void Crash() => SendCommand("crash", stopped);

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExitAsync().Wait(TestTimeout.Value); // also waits for the last line of output, whose handler uses the semaphores
        process.Dispose();
        ready.Dispose();
        stopped.Dispose();
    }

    private void SendCommand(string command, SemaphoreSlim signal)
    {
        process.StandardInput.WriteLine(command);
        process.StandardInput.Flush();
        WaitForSignal(signal, command);
    }

    private void WaitForSignal(SemaphoreSlim signal, string command) =>
        Assert.True(signal.Wait(TestTimeout.Value) && !process.HasExited, $"the server did not {command}: {string.Join('\n', log)}");

    private void OnOutputLine(string? line)
    {
        log.Enqueue(line ?? "(ended)"); // null: the script has ended, so the calls that wait must end too
        // Both PostgreSQL and Redis write this when they have started.
        if (line is null || line.Contains("ready to accept connections", StringComparison.OrdinalIgnoreCase))
            ready.Release();
        if (line is null or "server stopped")
            stopped.Release();
    }
}
