namespace Bokgi.Host.Platform.Jobs;

/// <summary>The names of Hangfire's queues, which are stored with the jobs and chosen with <c>bokgi worker --queues</c>.</summary>
internal static class JobQueues
{
    public const string Backtests = "backtest-queue";

    public const string Collection = "data-ingestion";

    public static IReadOnlyList<string> All { get; } = [Backtests, Collection];
}
