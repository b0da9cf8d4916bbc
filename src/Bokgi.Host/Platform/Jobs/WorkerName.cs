namespace Bokgi.Host.Platform.Jobs;

internal sealed record WorkerName(string Text)
{
    public static WorkerName ForThisProcess() =>
        new(FormattableString.Invariant($"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..6]}"));
}
