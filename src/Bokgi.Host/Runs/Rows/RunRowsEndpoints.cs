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
            .Produces<Page<TradeDocument>>(200, "application/json", "text/csv", "application/vnd.apache.parquet")
            .Describe("The trades of a run, symbol by symbol", "A page as JSON, or all of them as a CSV or Parquet file.", 404, 410);
        runs.MapGet("/{runId}/signals", Signals)
            .Needs(Role.Viewer)
            .LimitsConcurrency()
            .Produces<Page<SignalDocument>>(200, "application/json", "text/csv", "application/vnd.apache.parquet")
            .Describe(
                "The signals of a run, symbol by symbol, with the strategy's details",
                "A page as JSON, or all of them as a CSV or Parquet file with a column for each detail.",
                404,
                410
            );
    }

    private static Task<IResult> Trades(string runId, [AsParameters] RunRowsQuery query, RunArchive archive, CancellationToken cancel) =>
        RowsAsync(
            runId,
            query,
            archive,
            "trades",
            files => files.OpenTradesAsync(),
            (rows, _) => TradeDocument.Of(rows.Symbol, StoredRun.ReadTrades(rows.Reader, rows.SymbolIndex, rows.From, rows.Count)),
            cancel
        );

    private static Task<IResult> Signals(string runId, [AsParameters] RunRowsQuery query, RunArchive archive, CancellationToken cancel) =>
        RowsAsync(runId, query, archive, "signals", files => files.OpenSignalsAsync(), SignalDocument.Read, cancel);

    private static async Task<IResult> RowsAsync<T>(
        string runId,
        RunRowsQuery query,
        RunArchive archive,
        string fileName,
        Func<StoredRun, Task<ArtifactReader>> openFile,
        Func<ArtifactSlice, IReadOnlyList<string>, IEnumerable<T>> read,
        CancellationToken cancel
    )
    {
        var (symbol, paging, format) = query.Read();
        if (await archive.OpenAsync(runId) is not { } found)
            return RunEndpoints.RunNotFound(runId);
        var symbolIndexes = RunSymbols.IndexesOf(found.Run, symbol);
        if (symbolIndexes.Count == 0)
            return RunSymbols.SymbolNotFound(found.Run, symbol);
        var details = DetailNames(found.Run);
        var rows = new RunRows(await openFile(found.Files), found.Run, symbolIndexes);
        if (format != RowFormat.Json)
            return RowFile.CreateStreamedFile(RowTable.Of(rows, paging, details, cancel), format, $"{fileName}-{runId}", rows);
        using (rows)
            return TypedResults.Ok(rows.Page(paging, slice => read(slice, details)));
    }

    /// <summary>The names of a signal's details; <c>detail_0</c> and so on if the strategy no longer exists.</summary>
    public static IReadOnlyList<string> DetailNames(RunDocument run) =>
        StrategyCatalogue.TryFind(run.Strategy, out var strategy, out _)
            ? strategy.SignalDetailNames
            : [.. Enumerable.Range(0, SignalDetails.Capacity).Select(RunArtifacts.DetailColumnName)];
}
