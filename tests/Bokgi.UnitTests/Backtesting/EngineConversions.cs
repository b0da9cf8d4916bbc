using System.Globalization;
using Bokgi.Backtesting;
using Bokgi.Markets;
using Bokgi.Performance;
using Bokgi.Series;
using Bokgi.Strategies;
using Bokgi.Trading;
using Bokgi.UnitTests.Reference;

namespace Bokgi.UnitTests.Backtesting;

/// <summary>
/// Converts requests and candles of the reference engine to those of the engine, and gives the engine's figures the names of the specification.
/// </summary>
internal static class EngineConversions
{
    public static BacktestRequest ToBacktestRequest(
        ReferenceRequest request,
        IReadOnlyList<Candle> candles,
        Timeframe timeframe,
        Symbol? symbol = null
    )
    {
        StrategyCatalogue.TryFind(request.Strategy, out var strategy, out _);
        var parameterTexts = request.Parameters.ToDictionary(parameter => parameter.Key, parameter => Text(parameter.Value));
        var parameters = StrategyParameters.Defaults(strategy.Parameters).With(parameterTexts, out var errors);
        if (errors.Count > 0)
            throw new ArgumentException(string.Join("; ", errors.Values), nameof(request));
        return new BacktestRequest
        {
            Strategy = strategy,
            Parameters = parameters,
            Symbols = [symbol ?? SymbolOf(request)],
            Timeframe = timeframe,
            Range = new TimeRange(candles[request.WarmupBars].TimeUtc, long.MaxValue),
            InitialCash = request.InitialCash,
            Account = new AccountSettings
            {
                Execution = request.Execution == "next_open" ? Execution.NextOpen : Execution.SignalClose,
                Costs = request.Costs is null ? null : ExchangeCosts.Upbit,
                FeeRate = request.FeeRate,
                SlippageRate = request.SlippageRate,
                Sizing = new Sizing(Kind(request.Sizing), request.SizingValue),
                QuantityStep = request.QuantityStep,
                StopLossPct = request.StopLossPct,
                TakeProfitPct = request.TakeProfitPct,
                TrailingStopPct = request.TrailingStopPct,
            },
        };
    }

    public static CandleSeries ToCandleSeries(IReadOnlyList<Candle> candles, Timeframe timeframe, Symbol? symbol = null) =>
        CandleSeries.FromCandles(symbol ?? Symbol.Parse("TEST_KRW"), timeframe, [.. candles]);

    public static CandleSeries ToCandleSeries(ReferenceCase sample) =>
        ToCandleSeries(sample.Candles, sample.Timeframe, SymbolOf(sample.Request));

    public static Dictionary<string, double?> ToNamedFigures(PerformanceReport report) =>
        new()
        {
            ["bars"] = report.Bars,
            ["first"] = report.FirstUtc,
            ["last"] = report.LastUtc,
            ["signals"] = report.Signals,
            ["trades"] = report.Trades,
            ["unfilled"] = report.UnfilledEntries,
            ["too_small"] = report.TooSmallEntries,
            ["exposure"] = report.Exposure,
            ["buy_and_hold_return"] = report.BuyAndHoldReturn,
            ["fees_paid"] = report.FeesPaid,
            ["slippage_paid"] = report.SlippagePaid,
            ["win_rate"] = report.WinRate,
            ["avg_return"] = report.AverageReturn,
            ["median_return"] = report.MedianReturn,
            ["best_return"] = report.BestReturn,
            ["worst_return"] = report.WorstReturn,
            ["profit_factor"] = report.ProfitFactor,
            ["expectancy"] = report.Expectancy,
            ["payoff_ratio"] = report.PayoffRatio,
            ["sqn"] = report.Sqn,
            ["avg_hold_bars"] = report.AverageHoldBars,
            ["avg_hold_seconds"] = report.AverageHoldSeconds,
            ["total_return"] = report.Equity.TotalReturn,
            ["cagr"] = report.Equity.Cagr,
            ["volatility"] = report.Equity.Volatility,
            ["sharpe"] = report.Equity.Sharpe,
            ["sortino"] = report.Equity.Sortino,
            ["max_drawdown"] = report.Equity.MaxDrawdown,
            ["max_drawdown_duration_seconds"] = report.Equity.MaxDrawdownDurationSeconds,
            ["calmar"] = report.Equity.Calmar,
            ["study.samples"] = report.Study.Samples,
            ["study.win_rate"] = report.Study.WinRate,
            ["study.avg_return"] = report.Study.AverageReturn,
        };

    public static string ToName(ExitReason reason) =>
        reason switch
        {
            ExitReason.Hold => "hold",
            ExitReason.StopLoss => "stop_loss",
            ExitReason.TakeProfit => "take_profit",
            ExitReason.TrailingStop => "trailing_stop",
            _ => "end_of_data",
        };

    private static Symbol SymbolOf(ReferenceRequest request) => Symbol.Parse($"{request.Coin}_KRW");

    private static SizingKind Kind(string name) =>
        name switch
        {
            "equity_fraction" => SizingKind.EquityFraction,
            "quote_amount" => SizingKind.QuoteAmount,
            _ => SizingKind.BaseQuantity,
        };

    private static string? Text(object value) =>
        value switch
        {
            true => "true",
            false => "false",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture),
        };
}
