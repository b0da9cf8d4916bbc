namespace Bokgi.Host.Platform.Jobs;

/// <summary>The names of the queues.</summary>
internal static class JobQueue
{
    public const string Backtests = "backtest-queue";

    /// <summary>Fetching of candles.</summary>
    public const string Ingestion = "data-ingestion";

    public static IReadOnlyList<string> All { get; } = [Backtests, Ingestion];
}
