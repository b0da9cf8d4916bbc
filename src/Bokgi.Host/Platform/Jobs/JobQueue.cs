namespace Bokgi.Host.Platform.Jobs;

/// <summary>The queues there are.</summary>
internal static class JobQueue
{
    /// <summary>Backtests.</summary>
    public const string Backtests = "backtest-queue";

    /// <summary>Candles that are fetched.</summary>
    public const string Ingestion = "data-ingestion";

    public static IReadOnlyList<string> All { get; } = [Backtests, Ingestion];
}
