using System.Runtime.InteropServices;

namespace Bokgi.Host.Platform.CommandLine;

/// <summary>
/// What SIGINT and SIGTERM do to a command: the first one cancels it, and one that has not ended long after that is ended. A second one that
/// comes at once is the same wish, as <c>timeout</c> sends it to a process and its group; a later one ends the process as if nobody listened.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private const int ExitCodeOfSignals = 128;

    private static readonly TimeSpan SameWish = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(30); // a busy machine needs more than the moment that it takes

    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private readonly Lock turn = new();
    private long? firstAt;

    public Interruption()
    {
        foreach (var (signal, number) in ((PosixSignal, int)[])[(PosixSignal.SIGINT, 2), (PosixSignal.SIGTERM, 15)])
            registrations.Add(PosixSignalRegistration.Create(signal, context => context.Cancel = Heard(ExitCodeOfSignals + number)));
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        registrations.ForEach(registration => registration.Dispose());
        source.Dispose();
    }

    // Whether the system is not to end the process.
    private bool Heard(int exitCode)
    {
        lock (turn)
        {
            if (firstAt is { } first)
                return TimeProvider.System.GetElapsedTime(first) < SameWish;
            firstAt = TimeProvider.System.GetTimestamp();
        }

        _ = EndAsync(exitCode);
        source.Cancel();
        return true;
    }

    private static async Task EndAsync(int exitCode)
    {
        await Task.Delay(TimeToEnd, TimeProvider.System);
        Environment.Exit(exitCode);
    }
}
