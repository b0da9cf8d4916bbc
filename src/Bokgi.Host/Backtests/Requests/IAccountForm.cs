namespace Bokgi.Host.Backtests.Requests;

/// <summary>The money rules of a request, for a backtest and a paper session alike; what is null has its default.</summary>
internal interface IAccountForm
{
    string? Execution { get; }

    string? Costs { get; }

    double? FeeRate { get; }

    double? SlippageRate { get; }

    double? InitialCash { get; }

    SizingForm? Sizing { get; }

    double? StopLossPct { get; }

    double? TakeProfitPct { get; }

    double? TrailingStopPct { get; }
}
