using Bokgi.Backtesting;
using Bokgi.Host.Platform.Json;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Requests;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.Strategies;
using Bokgi.Trading;

namespace Bokgi.Host.Reports.Explain;

/// <summary>Explains bars of a run by replaying the symbol with the strategy's own step and account code.</summary>
internal sealed class RunExplanation
{
    private readonly CandleSeries candles;
    private readonly BacktestRequest request;
    private readonly IReadOnlyList<ConditionDeclaration> conditions;
    private readonly int holdBars;
    private readonly int first;

    private RunExplanation(CandleSeries candles, BacktestRequest request)
    {
        var parameters = request.ParametersOf(candles.Symbol);
        (this.candles, this.request) = (candles, request);
        conditions = request.Strategy.Conditions(parameters);
        holdBars = StrategyDefinition.HoldBars(parameters);
        first = candles.IndexOf(request.Range.StartUtc);
    }

    /// <summary>Explains bars of one symbol.</summary>
    /// <param name="run">The run.</param>
    /// <param name="place">The symbol's position in the run.</param>
    /// <param name="window">Which bars to explain.</param>
    /// <param name="lake">The candles.</param>
    /// <param name="cancel">Stops the replay.</param>
    public static ExplanationDocument Of(RunDocument run, int place, ExplainWindow window, CandleLake lake, CancellationToken cancel)
    {
        var symbol = Symbol.Parse(run.Symbols[place].Symbol);
        var request = new BacktestReader(lake).Read(RunRequest.Of(run)).Request;
        using var candles = lake.LoadSeries(symbol, request.Timeframe, request.Range, run.Warmup, cancel);
        var (from, to, isAtMissing) = window.Find(candles);
        var trace = new RunTrace(candles, request, run.InitialCash / run.Symbols.Count, from, to, cancel);
        var bars = request.Strategy.Use(request.ParametersOf(symbol), request.Timeframe, trace);
        var explanation = new RunExplanation(candles, request);
        return new ExplanationDocument(
            run.RunId,
            symbol.Code,
            run.Strategy,
            run.Timeframe,
            CandleFingerprint.Of(candles) == run.Symbols[place].DataFingerprint,
            [.. explanation.conditions.Select(ExplainedCondition.Of)],
            [.. bars.Select((bar, i) => explanation.Bar(from + i, bar))],
            isAtMissing,
            to < candles.Count ? UnixTime.Format(candles.Times[to]) : null
        );
    }

    private ExplainedBar Bar(int place, BarTrace trace)
    {
        var candle = candles[place];
        var expected = place > 0 ? candles.Timeframe.EndOf(candles.Times[place - 1]) : candle.TimeUtc;
        return new ExplainedBar
        {
            Timestamp = UnixTime.Format(candle.TimeUtc),
            Bar = place - first,
            Open = candle.Open,
            High = candle.High,
            Low = candle.Low,
            Close = candle.Close,
            Volume = candle.Volume,
            MissingSince = expected < candle.TimeUtc ? UnixTime.Format(expected) : null,
            Conditions = [.. conditions.Select((condition, i) => Comparison(condition, trace.Readings[i]))],
            Signal = trace.Signal is { } signal ? Fate(signal, trace) : null,
            Entry = trace.Entry is { } entry ? Purchase(entry.Trade, entry.Position) : null,
            Exits = [.. trace.Exits.Select(exit => ExplainedBar.Exit.Of(exit.Number, TradeDocument.Of(candles.Symbol.Code, exit.Trade)))],
            Watched = trace.Watched is { } watched ? Levels(watched) : null,
            Position = trace.Held is { } held ? Holding(held.Trade, held.Position, place - first) : null,
        };
    }

    private static ExplainedBar.Comparison Comparison(ConditionDeclaration condition, ConditionReading reading) =>
        new(condition.Name, Finite(reading.Value), condition.Sign, Finite(reading.Threshold), condition.IsMet(reading));

    // The replay continues for one bar after the requested ones, so that every signal has an outcome.
    private static ExplainedBar.SignalFate Fate(Signal signal, BarTrace trace) =>
        trace.Fill is { } fill
            ? new(
                signal.Confidence,
                trace.Outcome!.Value,
                fill.Trade,
                UnixTime.Format(fill.Position.EntryTimeUtc),
                fill.Position.EntryPrice
            )
            : new(signal.Confidence, trace.Outcome!.Value, null, null, null);

    private static ExplainedBar.Purchase Purchase(int trade, in OpenPosition position) =>
        new(trade, UnixTime.Format(position.EntryTimeUtc), position.EntryPrice, position.Quantity);

    private ExplainedBar.Holding Holding(int trade, in OpenPosition position, int bar) =>
        new(
            trade,
            UnixTime.Format(position.EntryTimeUtc),
            position.EntryPrice,
            position.Quantity,
            bar - position.EntryBar,
            holdBars,
            Levels(request.Account.LevelsOf(position))
        );

    private static ExplainedBar.Levels? Levels(PositionLevels levels) =>
        levels is { Stop: null, Target: null }
            ? null
            : new(levels.Stop, levels.StopReason is { } reason ? WireNames.Of(reason) : null, levels.Target);

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
