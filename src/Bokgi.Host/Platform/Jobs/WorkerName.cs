namespace Bokgi.Host.Platform.Jobs;

/// <summary>The name of a worker. It is unique, also among several workers of one process.</summary>
internal sealed record WorkerName(string Text)
{
    private static readonly string Prefix = string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.MachineName}-{Environment.ProcessId}-"
    );

    public static WorkerName CreateForThisProcess() => new($"{Prefix}{Guid.NewGuid().ToString("N")[..6]}");

    public static bool BelongsToThisProcess(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);
}
