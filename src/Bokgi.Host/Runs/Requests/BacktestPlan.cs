namespace Bokgi.Host.Runs.Requests;

/// <summary>A validated backtest: the form as it was sent, the request to the engine, and how the candles are read.</summary>
internal sealed record BacktestPlan(BacktestForm Form, BacktestRequest Request, int Warmup, bool IsStrict);
