using Bokgi.Host.Runs.Documents;

namespace Bokgi.Host.Reports.Comparison;

/// <summary>The figures of runs side by side.</summary>
internal static class FigureComparison
{
    private static readonly (string Name, BetterDirection? Better, Func<FiguresDocument, double?> Value)[] Figures =
    [
        ("total_return", BetterDirection.Higher, figures => figures.TotalReturn),
        ("cagr", BetterDirection.Higher, figures => figures.Cagr),
        ("buy_and_hold_return", null, figures => figures.BuyAndHoldReturn),
        ("max_drawdown", BetterDirection.Lower, figures => figures.MaxDrawdown),
        ("max_drawdown_duration_seconds", BetterDirection.Lower, figures => figures.MaxDrawdownDurationSeconds),
        ("sharpe", BetterDirection.Higher, figures => figures.Sharpe),
        ("sortino", BetterDirection.Higher, figures => figures.Sortino),
        ("calmar", BetterDirection.Higher, figures => figures.Calmar),
        ("volatility", BetterDirection.Lower, figures => figures.Volatility),
        ("exposure", null, figures => figures.Exposure),
        ("bars", null, figures => figures.Bars),
        ("signals", null, figures => figures.Signals),
        ("trades", null, figures => figures.Trades),
        ("unfilled", null, figures => figures.Unfilled),
        ("too_small", null, figures => figures.TooSmall),
        ("win_rate", BetterDirection.Higher, figures => figures.WinRate),
        ("avg_return", BetterDirection.Higher, figures => figures.AvgReturn),
        ("median_return", BetterDirection.Higher, figures => figures.MedianReturn),
        ("best_return", BetterDirection.Higher, figures => figures.BestReturn),
        ("worst_return", BetterDirection.Higher, figures => figures.WorstReturn),
        ("profit_factor", BetterDirection.Higher, figures => figures.ProfitFactor),
        ("expectancy", BetterDirection.Higher, figures => figures.Expectancy),
        ("payoff_ratio", BetterDirection.Higher, figures => figures.PayoffRatio),
        ("sqn", BetterDirection.Higher, figures => figures.Sqn),
        ("avg_hold_bars", null, figures => figures.AvgHoldBars),
        ("avg_hold_seconds", null, figures => figures.AvgHoldSeconds),
        ("fees_paid", null, figures => figures.FeesPaid),
        ("slippage_paid", null, figures => figures.SlippagePaid),
        ("study.samples", null, figures => figures.Study.Samples),
        ("study.win_rate", BetterDirection.Higher, figures => figures.Study.WinRate),
        ("study.avg_return", BetterDirection.Higher, figures => figures.Study.AvgReturn),
    ];

    public static IReadOnlyList<ComparedFigure> Of(IReadOnlyList<RunDocument> runs) =>
        [.. Figures.Select(figure => Of(runs, figure.Name, figure.Better, figure.Value))];

    private static ComparedFigure Of(
        IReadOnlyList<RunDocument> runs,
        string name,
        BetterDirection? better,
        Func<FiguresDocument, double?> value
    )
    {
        double?[] values = [.. runs.Select(run => value(run.Totals))];
        // A missing value may be the best one: without losses there is no profit factor.
        var best = better switch
        {
            _ when values.Contains(null) => null,
            BetterDirection.Higher => values.Max(),
            BetterDirection.Lower => values.Min(),
            _ => null,
        };
        var isShared = values.All(each => each == values[0]);
        return new ComparedFigure(
            name,
            better,
            values,
            best is null || isShared ? [] : [.. runs.Where((_, i) => values[i] == best).Select(run => run.RunId)]
        );
    }
}
