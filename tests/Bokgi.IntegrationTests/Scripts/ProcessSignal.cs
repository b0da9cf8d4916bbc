using System.Runtime.InteropServices;

namespace Bokgi.IntegrationTests.Scripts;

/// <summary>Sends signals with kill(2), because not every machine has /bin/kill.</summary>
internal static class ProcessSignal
{
    // Signal numbers of Linux on x64 and arm64.
    private static readonly Dictionary<string, int> Numbers = new(StringComparer.Ordinal)
    {
        ["INT"] = 2,
        ["KILL"] = 9,
        ["TERM"] = 15,
        ["CONT"] = 18,
        ["STOP"] = 19,
    };

    private const int NoSuchProcess = 3; // ESRCH

    /// <summary>Sends a signal to a process, unless it has ended.</summary>
    /// <param name="process">The process id; negative for the whole process group.</param>
    /// <param name="name">INT, KILL, TERM, CONT or STOP.</param>
    public static void Send(int process, string name)
    {
        if (Kill(process, Numbers[name]) != 0 && Marshal.GetLastPInvokeError() != NoSuchProcess)
            throw new InvalidOperationException($"kill -{name} {process}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
