using Bokgi.Host.Candles;
using Bokgi.Host.Runs;
using Bokgi.Host.Runs.Rows;

namespace Bokgi.Host.Reports.Charts;

internal static class EquityEndpoint
{
    public static void Map(RouteGroupBuilder runs) =>
        runs.MapGet("/{runId}/equity", Equity)
            .Needs(Role.Viewer)
            .LimitsConcurrency()
            .WithSummary("Equity, drawdown and buy-and-hold, thinned without losing extremes; points=0 for all")
            .WithDescription(
                "One array for each line, or a CSV or Parquet file with a row for each point. Buy-and-hold is that of the candles that the run used. A run of a version that did not store it is given that of today's candles, which the header X-Bokgi-Warnings says; it is null when they are gone, and a file has no column of it then."
            )
            .Produces<EquityDocument>(200, "application/json", "text/csv", "application/vnd.apache.parquet")
            .ProducesProblem(400)
            .ProducesProblem(404)
            .ProducesProblem(410);

    private static async Task<IResult> Equity(
        string runId,
        [AsParameters] EquityQuery query,
        RunArchive archive,
        CandleLake lake,
        HttpResponse response,
        CancellationToken cancel
    )
    {
        var (points, format) = query.Read();
        var symbol = RunSymbols.Read(query.Symbol);
        if (await archive.OpenAsync(runId) is not { } found)
            return RunEndpoints.Missing(runId);
        if (RunSymbols.Places(found.Run, symbol).Count == 0)
            return RunSymbols.Missing(found.Run, symbol);
        var curve = await RunCurve.ReadAsync(found.Run, found.Files, symbol, lake, cancel);
        if (curve.Warning is { } warning)
            response.Headers[CandleWarnings.Header] = warning.En;
        var kept = CurveDownsampling.Thin(curve, points);
        return format == RowFormat.Json
            ? TypedResults.Ok(Document(curve, symbol, kept))
            : RowFile.Of(curve.ToTable(kept), format, $"equity-{runId}");
    }

    private static EquityDocument Document(RunCurve curve, Symbol? symbol, int[] kept) =>
        new(
            symbol?.Code,
            curve.Times.Length,
            Array.ConvertAll(kept, i => UnixTime.Format(curve.Times[i])),
            Array.ConvertAll(kept, i => curve.Equity[i]),
            Array.ConvertAll(kept, i => curve.Drawdown[i]),
            curve.BuyAndHold is { } held ? Array.ConvertAll(kept, i => held[i]) : null
        );
}
