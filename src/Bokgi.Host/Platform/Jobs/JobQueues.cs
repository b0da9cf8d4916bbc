namespace Bokgi.Host.Platform.Jobs;

internal static class JobQueues
{
    public const string Backtests = "backtest-queue";

    public const string Ingestion = "data-ingestion";

    public static IReadOnlyList<string> All { get; } = [Backtests, Ingestion];
}
