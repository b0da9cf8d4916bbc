using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Store;

namespace Bokgi.Host.Runs.Rows;

internal static class RunRowsEndpoints
{
    public static void Map(RouteGroupBuilder runs)
    {
        runs.MapGet("/{runId}/trades", Trades)
            .Needs(Role.Viewer)
            .LimitsConcurrency()
            .WithSummary("The trades of a run, symbol by symbol")
            .WithDescription("A page as JSON, or all of them as a CSV or Parquet file.")
            .Produces<Page<TradeDocument>>(200, "application/json", "text/csv", "application/vnd.apache.parquet")
            .ProducesProblem(404)
            .ProducesProblem(410);
        runs.MapGet("/{runId}/signals", Signals)
            .Needs(Role.Viewer)
            .LimitsConcurrency()
            .WithSummary("The signals of a run, symbol by symbol, with the strategy's details")
            .WithDescription("A page as JSON, or all of them as a CSV or Parquet file with a column for each detail.")
            .Produces<Page<SignalDocument>>(200, "application/json", "text/csv", "application/vnd.apache.parquet")
            .ProducesProblem(404)
            .ProducesProblem(410);
    }

    private static Task<IResult> Trades(string runId, [AsParameters] RunRowsQuery query, RunArchive archive, CancellationToken cancel) =>
        RowsAsync(
            runId,
            query,
            archive,
            files => files.OpenTradesAsync(),
            (rows, paging, _) =>
                TypedResults.Ok(
                    rows.Page(
                        paging,
                        (symbol, place, from, count) => TradeDocument.Of(symbol, StoredRun.Trades(rows.Reader, place, from, count))
                    )
                ),
            _ => [],
            "trades",
            cancel
        );

    private static Task<IResult> Signals(string runId, [AsParameters] RunRowsQuery query, RunArchive archive, CancellationToken cancel) =>
        RowsAsync(
            runId,
            query,
            archive,
            files => files.OpenSignalsAsync(),
            (rows, paging, details) =>
                TypedResults.Ok(
                    rows.Page(paging, (symbol, place, from, count) => SignalDocument.Read(rows.Reader, symbol, place, details, from, count))
                ),
            Details,
            "signals",
            cancel
        );

    private static async Task<IResult> RowsAsync(
        string runId,
        RunRowsQuery query,
        RunArchive archive,
        Func<StoredRun, Task<ArtifactReader>> open,
        Func<RunRows, Paging, IReadOnlyList<string>, IResult> page,
        Func<RunDocument, IReadOnlyList<string>> details,
        string name,
        CancellationToken cancel
    )
    {
        var (symbol, paging, format) = query.Read();
        if (await archive.OpenAsync(runId) is not { } found)
            return RunEndpoints.Missing(runId);
        var places = RunSymbols.Places(found.Run, symbol);
        if (places.Count == 0)
            return RunSymbols.Missing(found.Run, symbol);
        var rows = new RunRows(await open(found.Files), found.Run, places);
        if (format != RowFormat.Json)
            return RowFile.Of(RowTable.Of(rows, paging, details(found.Run), cancel), format, $"{name}-{runId}", rows);
        using (rows)
            return page(rows, paging, details(found.Run));
    }

    /// <summary>The names of a signal's details; <c>detail_0</c> and so on if the strategy no longer exists.</summary>
    public static IReadOnlyList<string> Details(RunDocument run) =>
        StrategyCatalogue.TryFind(run.Strategy, out var strategy, out _)
            ? strategy.SignalDetailNames
            : [.. Enumerable.Range(0, SignalDetails.Capacity).Select(RunArtifacts.DetailName)];
}
