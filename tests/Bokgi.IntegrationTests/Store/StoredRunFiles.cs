using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Store;

namespace Bokgi.IntegrationTests.Store;

/// <summary>Opens the files of a run synchronously, which tests may do.</summary>
internal static class StoredRunFiles
{
    public static ArtifactReader OpenTrades(this StoredRun run) => run.OpenTradesAsync().GetAwaiter().GetResult();

    public static ArtifactReader OpenSignals(this StoredRun run) => run.OpenSignalsAsync().GetAwaiter().GetResult();

    public static ArtifactReader OpenEquity(this StoredRun run) => run.OpenEquityAsync().GetAwaiter().GetResult();
}
