using Bokgi.Host.Candles;
using Bokgi.Host.Runs;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Rows;
using Bokgi.Host.Runs.Store;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bokgi.Host.Reports.Charts;

/// <summary>A run's equity curve and chart. The chart's levels are not stored; they are recomputed by running the strategy again.</summary>
internal static class ChartEndpoints
{
    public static void Map(RouteGroupBuilder runs)
    {
        runs.MapGet("/{runId}/equity", Equity)
            .Needs(Role.Viewer)
            .LimitsConcurrency()
            .WithSummary("Equity, drawdown and buy-and-hold, thinned without losing extremes; points=0 for all")
            .WithDescription(
                "One array for each line, or a CSV or Parquet file with a row for each point. Buy-and-hold is computed from the candles that the run used. For runs of earlier versions, which did not store it, it is computed from today's candles, and the header X-Bokgi-Warnings says so; if they no longer match the run, it is null, and a file has no column for it."
            )
            .Produces<EquityDocument>(200, "application/json", "text/csv", "application/vnd.apache.parquet")
            .ProducesProblem(400)
            .ProducesProblem(404)
            .ProducesProblem(410);
        runs.MapGet("/{runId}/chart", Chart)
            .Needs(Role.Viewer)
            .LimitsConcurrency()
            .WithSummary("Candles with the run's entries, exits and levels, paged by time")
            .WithDescription(
                "At most limit candles from start; empty if start and end do not overlap the range of the run. next_start is the start of the next page."
            )
            .ProducesProblem(400)
            .ProducesProblem(404)
            .ProducesProblem(410);
    }

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
        var symbol = RunSymbols.Parse(query.Symbol);
        if (await archive.OpenAsync(runId) is not { } storedRun)
            return RunEndpoints.RunNotFound(runId);
        if (RunSymbols.IndexesOf(storedRun.Run, symbol).Count == 0)
            return RunSymbols.SymbolNotFound(storedRun.Run, symbol);
        var curve = await RunCurve.ReadAsync(storedRun.Run, storedRun.Files, symbol, lake, cancel);
        if (curve.Warning is { } warning)
            response.Headers[CandleWarnings.Header] = warning.En;
        var keptIndexes = CurveDownsampling.SelectPoints(curve, points);
        return format == RowFormat.Json
            ? TypedResults.Ok(
                new EquityDocument(
                    symbol?.Code,
                    curve.Times.Length,
                    Array.ConvertAll(keptIndexes, i => UnixTime.Format(curve.Times[i])),
                    Array.ConvertAll(keptIndexes, i => curve.Equity[i]),
                    Array.ConvertAll(keptIndexes, i => curve.Drawdown[i]),
                    curve.BuyAndHold is { } buyAndHold ? Array.ConvertAll(keptIndexes, i => buyAndHold[i]) : null
                )
            )
            : RowFile.CreateStreamedFile(curve.ToTable(keptIndexes), format, $"equity-{runId}");
    }

    private static async Task<Results<Ok<ChartDocument>, ProblemHttpResult>> Chart(
        string runId,
        [AsParameters] ChartQuery query,
        RunArchive archive,
        CandleLake lake,
        CandleFingerprints fingerprints,
        CancellationToken cancel
    )
    {
        var symbol = RunSymbols.Parse(query.Symbol);
        if (await archive.OpenAsync(runId) is not (var run, var files))
            return RunEndpoints.RunNotFound(runId);
        var (range, limit) = query.Read(run);
        if (RunSymbols.IndexesOf(run, symbol).Count == 0)
            return RunSymbols.SymbolNotFound(run, symbol);
        if (!StrategyCatalogue.TryFind(run.Strategy, out var strategy, out var error))
            return Problems.NotFound(error);
        var symbolIndex = RunSymbols.IndexOf(run, symbol);
        var market = Symbol.Parse(run.Symbols[symbolIndex].Symbol);
        var window = new ChartWindow(lake, market, Timeframe.Parse(run.Timeframe), run.Range(), run.Warmup);
        var parameters = StrategyParameters.Defaults(strategy.Parameters).With(WireValues.ToTexts(run.EffectiveParams[market.Code]), out _);
        var (candles, from) = window.Load(range, limit, strategy.WarmUpBars(parameters), cancel);
        using var candlesToDispose = candles; // the tuple above cannot be declared with using
        var levels = window.ComputeLevels(candles, strategy, parameters, cancel);
        var to = Math.Min(candles.Count, from + limit);
        var part = range with { EndUtc = to < candles.Count ? candles.Times[to] : range.EndUtc };
        var (entries, exits) = await ReadTradesAsync(files, symbolIndex, part);
        return TypedResults.Ok(
            new ChartDocument(
                run.RunId,
                market.Code,
                run.Timeframe,
                ToColumns(candles, from, to),
                [.. levels[from..to].Select(level => double.IsFinite(level) ? level : (double?)null)],
                TradeDocument.Of(market.Code, entries),
                TradeDocument.Of(market.Code, exits),
                to < candles.Count ? UnixTime.Format(candles.Times[to]) : null,
                range.EndUtc < window.RunRange.EndUtc
                    ? null
                    : fingerprints.Get(market, window.Timeframe, window.RunRange, run.Warmup, cancel)
                        == run.Symbols[symbolIndex].DataFingerprint
            )
        );
    }

    // Selects trades by bar number rather than by time, because a fill at the close of a bar has the bar's end as its time. The run's equity
    // curve has one point per bar, so the index of a point is the bar number.
    private static async Task<(Trade[] Entries, Trade[] Exits)> ReadTradesAsync(StoredRun files, int symbolIndex, TimeRange part)
    {
        using var equity = await files.OpenEquityAsync();
        var (firstBar, endBar) = equity.FindRows(symbolIndex, "timestamp", part.StartUtc, part.EndUtc);
        using var trades = await files.OpenTradesAsync();
        return (ReadTradesByBar("entry_bar"), ReadTradesByBar("exit_bar"));

        Trade[] ReadTradesByBar(string column)
        {
            var (from, to) = trades.FindRows(symbolIndex, column, firstBar, endBar);
            return StoredRun.ReadTrades(trades, symbolIndex, from, to - from);
        }
    }

    private static ChartDocument.Columns ToColumns(CandleSeries candles, int from, int to) =>
        new(
            Array.ConvertAll(candles.Times[from..to].ToArray(), UnixTime.Format),
            candles.Open[from..to].ToArray(),
            candles.High[from..to].ToArray(),
            candles.Low[from..to].ToArray(),
            candles.Close[from..to].ToArray(),
            candles.Volume[from..to].ToArray()
        );
}
