namespace Bokgi.Host.Runs.Requests;

/// <summary>A checked backtest: the request for the record and for the engine, and how the candles are read.</summary>
internal sealed record BacktestPlan(BacktestForm Form, BacktestRequest Request, int Warmup, bool IsStrict);
