using Bokgi.Backtesting;

namespace Bokgi.Host.Backtests.Requests;

/// <summary>A backtest that was checked and can be run.</summary>
/// <param name="Form">What was asked, for the record.</param>
/// <param name="Request">What the engine replays.</param>
/// <param name="Warmup">Bars before the range that are stepped first.</param>
/// <param name="IsStrict">Whether candles that have to be left out, being invalid or twice at one time, are an error.</param>
internal sealed record BacktestPlan(BacktestForm Form, BacktestRequest Request, int Warmup, bool IsStrict);
