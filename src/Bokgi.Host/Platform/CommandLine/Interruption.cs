using System.Runtime.InteropServices;

namespace Bokgi.Host.Platform.CommandLine;

/// <summary>
/// Handles SIGINT and SIGTERM. The first signal cancels the command; if the command does not stop in time, the process exits. A second
/// signal within a second is ignored, because <c>timeout</c> signals both a process and its group; a later signal terminates the process.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private const int SignalExitCodeBase = 128;

    private static readonly TimeSpan DuplicateWindow = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(30); // for busy machines; normally a command stops at once

    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private readonly Lock gate = new();
    private long? firstSignalTime;

    public Interruption()
    {
        foreach (var (signal, number) in ((PosixSignal, int)[])[(PosixSignal.SIGINT, 2), (PosixSignal.SIGTERM, 15)])
            registrations.Add(PosixSignalRegistration.Create(signal, context => context.Cancel = OnSignal(SignalExitCodeBase + number)));
    }

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        registrations.ForEach(registration => registration.Dispose());
        source.Dispose();
    }

    // Returns whether to suppress the system's default action, which terminates the process.
    private bool OnSignal(int exitCode)
    {
        lock (gate)
        {
            if (firstSignalTime is { } firstTime)
                return TimeProvider.System.GetElapsedTime(firstTime) < DuplicateWindow;
            firstSignalTime = TimeProvider.System.GetTimestamp();
        }

        _ = ExitAfterTimeoutAsync(exitCode);
        source.Cancel();
        return true;
    }

    private static async Task ExitAfterTimeoutAsync(int exitCode)
    {
        await Task.Delay(ShutdownTimeout, TimeProvider.System);
        Environment.Exit(exitCode);
    }
}
