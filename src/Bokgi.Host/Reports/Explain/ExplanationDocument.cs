using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Requests;

namespace Bokgi.Host.Reports.Explain;

/// <summary>Why a run did or did not trade, bar by bar.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Symbol">The market.</param>
/// <param name="Strategy">The strategy.</param>
/// <param name="Timeframe">The length of the bars.</param>
/// <param name="IsUnchanged">
/// Whether the lake still has the candles that the run used; if false, the explanation refers to the candles as they are now.
/// </param>
/// <param name="Conditions">The conditions, all of which a bar has to meet to give a signal.</param>
/// <param name="Bars">The bars.</param>
/// <param name="IsAtMissing">Whether there is no candle at the requested time; the last bar is then the one before it.</param>
/// <param name="NextStart">The start of the next part; null when this is the last one.</param>
internal sealed record ExplanationDocument(
    string RunId,
    string Symbol,
    string Strategy,
    string Timeframe,
    bool IsUnchanged,
    IReadOnlyList<ExplainedCondition> Conditions,
    IReadOnlyList<ExplainedBar> Bars,
    bool IsAtMissing,
    string? NextStart
)
{
    public static ExplanationDocument Of(RunDocument run, int symbolIndex, ExplainWindow window, CandleLake lake, CancellationToken cancel)
    {
        var symbol = Markets.Symbol.Parse(run.Symbols[symbolIndex].Symbol);
        var request = new BacktestReader(lake).Read(RunRequest.CreateForRepeat(run)).Request;
        using var candles = lake.LoadSeries(symbol, request.Timeframe, request.Range, run.Warmup, cancel);
        var (from, to, isBarMissing) = window.Find(candles);
        var trace = new RunTrace(candles, request, run.InitialCash / run.Symbols.Count, from, to, cancel);
        var parameters = request.ParametersOf(symbol);
        var bars = request.Strategy.VisitStep(parameters, request.Timeframe, trace);
        var conditions = request
            .Strategy.Conditions(parameters)
            .Select(condition => new ExplainedCondition(condition.Name, condition.Label, condition.OperatorSymbol));
        return new ExplanationDocument(
            run.RunId,
            symbol.Code,
            run.Strategy,
            run.Timeframe,
            CandleFingerprint.Of(candles) == run.Symbols[symbolIndex].DataFingerprint,
            [.. conditions],
            bars,
            isBarMissing,
            to < candles.Count ? UnixTime.Format(candles.Times[to]) : null
        );
    }
}
