namespace Bokgi.Host.Platform.Jobs;

/// <summary>What this process is called among those that work.</summary>
internal sealed record WorkerName(string Text)
{
    /// <summary>A name that no other process has or had.</summary>
    public static WorkerName OfThisProcess() =>
        new(FormattableString.Invariant($"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..6]}"));
}
