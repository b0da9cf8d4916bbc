using Bokgi.Host.Backtests.Artifacts;
using Bokgi.Host.Backtests.Documents;
using Bokgi.Host.Backtests.Requests;
using Bokgi.Host.Backtests.Rows;
using Bokgi.Host.Backtests.Store;
using Bokgi.Host.Platform.Access;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Json;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.Strategies;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bokgi.Host.Backtests.Charts;

/// <summary>The chart of a run: candles, entries, exits, and the levels, which are found by stepping the strategy again.</summary>
internal static class ChartEndpoint
{
    public static void Map(RouteGroupBuilder runs) =>
        runs.MapGet("/{runId}/chart", Chart)
            .Needs(Role.Viewer)
            .TakesTurns()
            .WithSummary("Candles with the run's entries, exits and levels, paged by time")
            .WithDescription(
                "From start on, at most limit candles; empty where start and end do not meet the range of the run. next_start is the start of the next page."
            )
            .ProducesProblem(400)
            .ProducesProblem(404);

    private static Results<Ok<ChartDocument>, ProblemHttpResult> Chart(
        string runId,
        [AsParameters] ChartQuery query,
        RunStore store,
        CandleLake lake,
        CancellationToken cancel
    )
    {
        var symbol = RunSymbols.Read(query.Symbol);
        if (BacktestEndpoints.Open(store, runId) is not { } found)
            return BacktestEndpoints.Missing(runId);
        var (range, limit) = query.Read(found.Run);
        if (RunSymbols.Places(found.Run, symbol).Count == 0)
            return RunSymbols.Missing(found.Run, symbol);
        if (!StrategyCatalogue.TryFind(found.Run.Strategy, out var strategy, out var error))
            return Problems.NotFound(error);
        return TypedResults.Ok(Document(found.Run, found.Files, strategy, RunSymbols.Place(found.Run, symbol), range, limit, lake, cancel));
    }

    private static ChartDocument Document(
        RunDocument run,
        StoredRun files,
        Strategy strategy,
        int place,
        TimeRange range,
        int limit,
        CandleLake lake,
        CancellationToken cancel
    )
    {
        var (symbol, timeframe) = (Symbol.Parse(run.Symbols[place].Symbol), Timeframe.Parse(run.Timeframe));
        var whole = run.Range();
        using var candles = lake.LoadSeries(
            symbol,
            timeframe,
            whole with
            {
                EndUtc = Math.Max(whole.StartUtc, range.EndUtc),
            },
            run.Warmup,
            cancel
        );
        var trace = new LevelTrace(candles, cancel);
        strategy.Use(
            StrategyParameters.Defaults(strategy.Parameters).With(WireValues.Texts(run.EffectiveParams[symbol.Code]), out _),
            timeframe,
            trace
        );
        var from = candles.IndexOf(range.StartUtc);
        var to = Math.Min(candles.Count, from + limit);
        var part = range with { EndUtc = to < candles.Count ? candles.Times[to] : range.EndUtc };
        using var reader = files.OpenTrades();
        var trades = StoredRun.Trades(reader, place);
        return new ChartDocument(
            run.RunId,
            symbol.Code,
            timeframe.Name,
            Columns(candles, from, to),
            [.. trace.Levels[from..to].Select(level => double.IsFinite(level) ? level : (double?)null)],
            TradeDocument.Of(
                symbol.Code,
                [.. trades.Where(trade => part.Contains(candles.BarTime(trade.EntryBar, whole, trade.EntryTimeUtc)))]
            ),
            TradeDocument.Of(
                symbol.Code,
                [.. trades.Where(trade => part.Contains(candles.BarTime(trade.ExitBar, whole, trade.ExitTimeUtc)))]
            ),
            to < candles.Count ? UnixTime.Format(candles.Times[to]) : null,
            range.EndUtc < whole.EndUtc ? null : CandleFingerprint.Of(candles) == run.Symbols[place].DataFingerprint
        );
    }

    // A fill at a close bears the bar's end as its time, yet belongs to the bar.
    private static long BarTime(this CandleSeries candles, int bar, TimeRange whole, long otherwise)
    {
        var index = candles.IndexOf(whole.StartUtc) + bar;
        return index < candles.Count ? candles.Times[index] : otherwise;
    }

    private static ChartDocument.Columns Columns(CandleSeries candles, int from, int to) =>
        new(
            Array.ConvertAll(candles.Times[from..to].ToArray(), UnixTime.Format),
            candles.Open[from..to].ToArray(),
            candles.High[from..to].ToArray(),
            candles.Low[from..to].ToArray(),
            candles.Close[from..to].ToArray(),
            candles.Volume[from..to].ToArray()
        );
}
