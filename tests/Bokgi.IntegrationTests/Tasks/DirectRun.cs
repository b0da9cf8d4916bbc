using System.Runtime.InteropServices;
using System.Text.Json;
using Bokgi.Host.Backtests;
using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Json;
using Bokgi.Host.Platform.Settings;
using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Requests;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.IntegrationTests.Store;
using Bokgi.MarketData.Lake;
using Microsoft.Extensions.Configuration;
using Shouldly;

namespace Bokgi.IntegrationTests.Tasks;

/// <summary>
/// A run that this process executes as a whole and stores in a separate database. A run that workers execute in pieces must equal it bit for
/// bit.
/// </summary>
internal sealed class DirectRun : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly TestRunStorage store;
    private readonly RunDocument document;

    public DirectRun(string dataRoot, BacktestForm form)
    {
        var values = new Dictionary<string, string?> { ["STATE_ROOT"] = folder.PathOf("state") };
        var settings = HostSettings.Read(dataRoot, new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        var (database, lake) = (new BokgiDatabase(settings), new CandleLake(dataRoot));
        database.Migrate();
        store = new TestRunStorage(database, settings, TimeProvider.System);
        var recording = new RunRecording(new BacktestRunner(lake, settings, TimeProvider.System), store.Archive);
        document = recording
            .RunAsync(new BacktestReader(lake).Read(form), Environment.ProcessorCount, observer: null, CancellationToken.None)
            .GetAwaiter()
            .GetResult();
    }

    public RunDocument Document => document;

    /// <summary>Checks that a run in another store has the same document, apart from its id and times, and the same rows.</summary>
    public void ShouldEqual(TestRunStorage otherStore, string runId)
    {
        ComparableText(otherStore.Find(runId)!).ShouldBe(ComparableText(store.Find(document.RunId)!));
        var (expected, actual) = (store.OpenStoredRun(document.RunId)!, otherStore.OpenStoredRun(runId)!);
        ShouldEqual(expected.OpenTrades(), actual.OpenTrades());
        ShouldEqual(expected.OpenSignals(), actual.OpenSignals());
        ShouldEqual(expected.OpenEquity(), actual.OpenEquity());
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Dispose();
    }

    // The document without the fields that differ even between equal runs.
    private static string ComparableText(RunDocument run)
    {
        var node = JsonSerializer.SerializeToNode(run, JsonFormat.Compact)!.AsObject();
        node.Remove("run_id").ShouldBeTrue();
        node.Remove("execution_time").ShouldBeTrue();
        node["metadata"]!.AsObject().Remove("execution_date").ShouldBeTrue();
        return node.ToJsonString();
    }

    private static void ShouldEqual(ArtifactReader expected, ArtifactReader actual)
    {
        using var expectedReader = expected;
        using var actualReader = actual;
        actualReader.GroupCount.ShouldBe(expectedReader.GroupCount);
        actualReader.Columns.ShouldBe(expectedReader.Columns);
        for (var group = 0; group < expectedReader.GroupCount; group++)
        {
            var rows = expectedReader.RowCount(group);
            actualReader.RowCount(group).ShouldBe(rows);
            foreach (var column in expectedReader.Columns)
                IsSame(expectedReader.Read(column, group, 0, rows), actualReader.Read(column, group, 0, rows))
                    .ShouldBeTrue($"{column.Name} of symbol {group}");
        }
    }

    private static bool IsSame(Array expected, Array actual) =>
        (expected, actual) switch
        {
            (double[] a, double[] b) => MemoryMarshal.AsBytes<double>(a).SequenceEqual(MemoryMarshal.AsBytes<double>(b)),
            (long[] a, long[] b) => a.AsSpan().SequenceEqual(b),
            (int[] a, int[] b) => a.AsSpan().SequenceEqual(b),
            (string[] a, string[] b) => a.AsSpan().SequenceEqual(b),
            _ => false,
        };
}
