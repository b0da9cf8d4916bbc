using System.CommandLine;
using Bokgi.Host.Platform.CommandLine;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Requests;
using Bokgi.Trading;

namespace Bokgi.Host.Backtests;

/// <summary>The command-line options for the money rules of an account.</summary>
internal sealed class AccountOptions
{
    private readonly Option<string?> execution = new("--execution")
    {
        Description = "next_open (default) or signal_close",
        HelpName = "when",
    };
    private readonly Option<string?> costs = new("--costs")
    {
        Description =
            $"The exchange whose fee, price steps, quantity step and least order hold, by date: {string.Join(", ", ExchangeCosts.Names)} (default: none)",
        HelpName = "name",
    };
    private readonly Option<double?> feeRate = Fraction(
        "--fee-rate",
        "Fee on each leg (default that of --costs, else 0.001, which is 0.1 %)"
    );
    private readonly Option<double?> slippageRate = Fraction("--slippage-rate", "Slippage on each leg (default 0.0002)");
    private readonly Option<double?> initialCash = NumberOption.Real(
        "--initial-cash",
        "amount",
        "Shared equally by the symbols (default 10000000)"
    );

    private readonly Option<string?> sizing = new("--sizing")
    {
        Description = "equity_fraction=1 (default), quote_amount=500000 or base_quantity=0.1",
        HelpName = "kind=value",
    };

    private readonly Option<double?> stopLoss = Fraction("--stop-loss-pct", "Sell this far below the entry, such as 0.02 for 2 %");
    private readonly Option<double?> takeProfit = Fraction("--take-profit-pct", "Sell this far above the entry");
    private readonly Option<double?> trailingStop = Fraction("--trailing-stop-pct", "Sell this far below the highest high since the entry");

    public IReadOnlyList<Option> All => [execution, costs, feeRate, slippageRate, initialCash, sizing, stopLoss, takeProfit, trailingStop];

    /// <summary>The given options; others are null.</summary>
    public IAccountForm Read(ParseResult result, InputErrors errors) =>
        new Given(
            result.GetValue(execution),
            result.GetValue(costs),
            result.GetValue(feeRate),
            result.GetValue(slippageRate),
            result.GetValue(initialCash),
            NameValueParser.Sizing(result.GetValue(sizing), errors),
            result.GetValue(stopLoss),
            result.GetValue(takeProfit),
            result.GetValue(trailingStop)
        );

    private static Option<double?> Fraction(string name, string description) => NumberOption.Real(name, "fraction", description);

    private sealed record Given(
        string? Execution,
        string? Costs,
        double? FeeRate,
        double? SlippageRate,
        double? InitialCash,
        SizingForm? Sizing,
        double? StopLossPct,
        double? TakeProfitPct,
        double? TrailingStopPct
    ) : IAccountForm;
}
