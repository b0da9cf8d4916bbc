using Bokgi.Host.Runs.Documents;

namespace Bokgi.Host.Runs.Requests;

/// <summary>The money rules of a request, for backtests and paper sessions alike; null fields take their defaults.</summary>
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
