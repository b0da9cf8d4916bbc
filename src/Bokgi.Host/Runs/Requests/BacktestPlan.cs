namespace Bokgi.Host.Runs.Requests;

/// <summary>A checked backtest, ready to run.</summary>
/// <param name="Form">The request, for the record.</param>
/// <param name="Request">The request for the engine.</param>
/// <param name="Warmup">Bars before the range that are fed to the strategy first.</param>
/// <param name="IsStrict">Whether invalid or duplicate candles are an error; otherwise they are left out.</param>
internal sealed record BacktestPlan(BacktestForm Form, BacktestRequest Request, int Warmup, bool IsStrict);
