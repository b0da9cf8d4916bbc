using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Store;

namespace Bokgi.Host.Runs;

/// <summary>A performance figure of a run or symbol: its value, and how tables, comparisons, reports and the history use it.</summary>
/// <param name="Name">The name of the figure in JSON; <c>study.win_rate</c> is the field <c>win_rate</c> of the object <c>study</c>.</param>
/// <param name="Unit">What the figure is measured in.</param>
/// <param name="Better">Whether a higher or a lower value is better; null if neither is.</param>
/// <param name="Value">Reads the figure from a document; null if it cannot be calculated.</param>
internal sealed record Figure(string Name, FigureUnit Unit, BetterDirection? Better, Func<FiguresDocument, double?> Value)
{
    /// <summary>All figures, in the order of a comparison.</summary>
    public static IReadOnlyList<Figure> All { get; } =
    [
        new("total_return", FigureUnit.Change, BetterDirection.Higher, figures => figures.TotalReturn)
        {
            Column = new(6, new("총수익", "return"), IsEssential: true),
            Card = new(1, new("총수익률", "Total return")),
            Meaning = new("초기 자금 대비 최종 자산의 수익률입니다.", "Final equity relative to the initial cash."),
            SortColumn = RunSortColumn.ForProperty(nameof(RunRow.TotalReturn), order: 5),
        },
        new("cagr", FigureUnit.Change, BetterDirection.Higher, figures => figures.Cagr)
        {
            Card = new(7, new("연복리 수익률", "CAGR")),
            Meaning = new("매년 같은 비율로 늘었다고 가정한 연평균 수익률입니다.", "Compound annual growth rate of the equity."),
            SortColumn = RunSortColumn.ForProperty(nameof(RunRow.Cagr), order: 6),
        },
        new("buy_and_hold_return", FigureUnit.Change, null, figures => figures.BuyAndHoldReturn)
        {
            Column = new(7, new("보유수익", "buy&hold"), IsEssential: true, Digits: 1),
            Card = new(2, new("단순 보유", "Buy and hold")),
            Meaning = new("처음에 사서 끝까지 보유했을 때의 수익률입니다.", "Bought at the first open, held to the last close."),
        },
        new("max_drawdown", FigureUnit.Fraction, BetterDirection.Lower, figures => figures.MaxDrawdown)
        {
            Column = new(8, new("MDD", "max dd"), IsEssential: true),
            Card = new(3, new("최대 낙폭", "Max drawdown")),
            Meaning = new("자산 고점 대비 가장 큰 하락률입니다.", "The largest decline from a peak of equity."),
            SortColumn = RunSortColumn.ForProperty(nameof(RunRow.MaxDrawdown), order: 11),
        },
        new("max_drawdown_duration_seconds", FigureUnit.Seconds, BetterDirection.Lower, figures => figures.MaxDrawdownDurationSeconds)
        {
            Card = new(11, new("최장 낙폭 기간", "Longest drawdown")),
            Meaning = new("자산이 직전 고점 아래에 가장 오래 머문 시간입니다.", "The longest time that equity stayed below a peak."),
        },
        new("sharpe", FigureUnit.Ratio, BetterDirection.Higher, figures => figures.Sharpe)
        {
            Column = new(9, new("샤프", "sharpe"), IsEssential: true),
            Card = new(4, new("샤프 지수", "Sharpe ratio")),
            Meaning = new(
                "변동성 한 단위당 수익입니다(연율, 무위험 수익률 0%).",
                "Return per unit of volatility, annualized, risk-free rate 0%."
            ),
            SortColumn = RunSortColumn.ForProperty(nameof(RunRow.Sharpe), order: 7),
        },
        new("sortino", FigureUnit.Ratio, BetterDirection.Higher, figures => figures.Sortino)
        {
            Card = new(9, new("소르티노 지수", "Sortino ratio")),
            Meaning = new("하방 변동성 한 단위당 수익입니다.", "Return per unit of downside volatility."),
            SortColumn = RunSortColumn.ForProperty(nameof(RunRow.Sortino), order: 8),
        },
        new("calmar", FigureUnit.Ratio, BetterDirection.Higher, figures => figures.Calmar)
        {
            Card = new(10, new("칼마 지수", "Calmar ratio")),
            Meaning = new("연복리 수익률을 최대 낙폭으로 나눈 값입니다.", "CAGR divided by the max drawdown."),
            SortColumn = RunSortColumn.ForProperty(nameof(RunRow.Calmar), order: 9),
        },
        new("volatility", FigureUnit.Fraction, BetterDirection.Lower, figures => figures.Volatility)
        {
            Card = new(8, new("변동성", "Volatility")),
            Meaning = new("캔들별 수익률의 표준편차입니다(연율).", "Standard deviation of the returns per bar, annualized."),
        },
        new("exposure", FigureUnit.Fraction, null, figures => figures.Exposure)
        {
            Digits = 1,
            Column = new(11, new("노출", "exposure")),
            Card = new(17, new("노출", "Exposure")),
            Meaning = new("포지션을 보유한 캔들의 비율입니다.", "Share of bars with a position open at the close."),
            SortColumn = RunSortColumn.ForProperty(nameof(RunRow.Exposure), order: 12),
        },
        new("bars", FigureUnit.Count, null, figures => figures.Bars) { Column = new(1, new("캔들", "bars")) },
        new("signals", FigureUnit.Count, null, figures => figures.Signals)
        {
            Column = new(2, new("신호", "signals")),
            Card = new(21, new("신호", "Signals")),
            Meaning = new("보유 중이라 무시한 신호까지 포함한 수입니다.", "All signals, including those ignored while holding."),
            SortColumn = RunSortColumn.ForProperty(nameof(RunRow.TotalSignals), order: 1),
        },
        new("trades", FigureUnit.Count, null, figures => figures.Trades)
        {
            Column = new(3, new("거래", "trades"), IsEssential: true),
            Card = new(6, new("거래", "Trades")),
            Meaning = new("진입에서 청산까지 끝난 거래 수입니다.", "Completed trades, from entry to exit."),
            SortColumn = RunSortColumn.ForProperty(nameof(RunRow.TotalTrades), order: 2),
        },
        new("unfilled", FigureUnit.Count, null, figures => figures.Unfilled),
        new("too_small", FigureUnit.Count, null, figures => figures.TooSmall),
        new("win_rate", FigureUnit.Fraction, BetterDirection.Higher, figures => figures.WinRate)
        {
            Digits = 1,
            Column = new(4, new("승률", "win rate"), IsEssential: true),
            Card = new(5, new("승률", "Win rate")),
            Meaning = new("이익으로 끝난 거래의 비율입니다.", "Share of trades that ended with a profit."),
            SortColumn = RunSortColumn.ForProperty(nameof(RunRow.WinRate), order: 3),
        },
        new("avg_return", FigureUnit.Change, BetterDirection.Higher, figures => figures.AvgReturn)
        {
            Digits = 3,
            Column = new(5, new("평균수익", "avg")),
            Card = new(15, new("평균 거래 수익률", "Average trade")),
            Meaning = new("거래 수익률의 평균이며 비용을 포함합니다.", "Mean return of a trade, costs included."),
            SortColumn = RunSortColumn.ForProperty(nameof(RunRow.AvgReturn), order: 4),
        },
        new("median_return", FigureUnit.Change, BetterDirection.Higher, figures => figures.MedianReturn),
        new("best_return", FigureUnit.Change, BetterDirection.Higher, figures => figures.BestReturn),
        new("worst_return", FigureUnit.Change, BetterDirection.Higher, figures => figures.WorstReturn),
        new("profit_factor", FigureUnit.Ratio, BetterDirection.Higher, figures => figures.ProfitFactor)
        {
            Column = new(10, new("PF", "profit f.")),
            Card = new(12, new("프로핏 팩터", "Profit factor")),
            Meaning = new("총이익을 총손실로 나눈 값으로, 1보다 크면 이익입니다.", "Gross profit over gross loss; above 1 is profitable."),
            SortColumn = RunSortColumn.ForProperty(nameof(RunRow.ProfitFactor), order: 10),
        },
        new("expectancy", FigureUnit.Gain, BetterDirection.Higher, figures => figures.Expectancy)
        {
            Card = new(13, new("기대 손익", "Expectancy")),
            Meaning = new("거래 한 건의 평균 손익입니다.", "Mean profit or loss of a trade."),
        },
        new("payoff_ratio", FigureUnit.Ratio, BetterDirection.Higher, figures => figures.PayoffRatio)
        {
            Card = new(14, new("평균 이익/평균 손실", "Payoff ratio")),
            Meaning = new("이익 거래의 평균 이익이 손실 거래의 평균 손실의 몇 배인지입니다.", "Mean win over mean loss."),
        },
        new("sqn", FigureUnit.Ratio, BetterDirection.Higher, figures => figures.Sqn)
        {
            Card = new(16, new("시스템 품질(SQN)", "SQN")),
            Meaning = new(
                "평균 손익을 표준편차로 나누고 거래 수의 제곱근을 곱한 값입니다.",
                "Square root of the trade count times mean profit over its standard deviation."
            ),
        },
        new("avg_hold_bars", FigureUnit.Ratio, null, figures => figures.AvgHoldBars),
        new("avg_hold_seconds", FigureUnit.Seconds, null, figures => figures.AvgHoldSeconds)
        {
            Card = new(18, new("평균 보유", "Average hold")),
            Meaning = new("진입에서 청산까지의 평균 시간입니다.", "Mean time from entry to exit."),
        },
        new("fees_paid", FigureUnit.Money, null, figures => figures.FeesPaid)
        {
            Card = new(19, new("낸 수수료", "Fees paid")),
            Meaning = new("매수와 매도 수수료의 합계입니다.", "Fees of all buys and sells."),
        },
        new("slippage_paid", FigureUnit.Money, null, figures => figures.SlippagePaid)
        {
            Card = new(20, new("슬리피지 비용", "Slippage paid")),
            Meaning = new("의도한 가격과 체결 가격의 차이로 잃은 금액입니다.", "Lost to the difference between intended and fill prices."),
        },
        new("study.samples", FigureUnit.Count, null, figures => figures.Study.Samples),
        new("study.win_rate", FigureUnit.Fraction, BetterDirection.Higher, figures => figures.Study.WinRate)
        {
            Digits = 1,
            Column = new(12, new("신호승률", "study win")),
            Card = new(22, new("신호 승률", "Signal win rate")),
            Meaning = new("모든 신호를 비용 없이 따로 거래했을 때의 승률입니다.", "Every signal as a trade of its own, without costs."),
        },
        new("study.avg_return", FigureUnit.Change, BetterDirection.Higher, figures => figures.Study.AvgReturn),
    ];

    /// <summary>Number of decimals when the figure is shown as a percentage.</summary>
    public int Digits { get; init; } = 2;

    /// <summary>Its column in the terminal's table of symbols; null for none.</summary>
    public TableColumn? Column { get; init; }

    /// <summary>Its card in a report; null for none.</summary>
    public ReportCard? Card { get; init; }

    /// <summary>What the figure means, in one sentence.</summary>
    public LocalizedText Meaning { get; init; } = new(string.Empty, string.Empty);

    /// <summary>The stored column by which the history can be sorted by this figure; null if there is none.</summary>
    public RunSortColumn? SortColumn { get; init; }

    public bool HasSign => Unit is FigureUnit.Change or FigureUnit.Gain;

    public static Figure Get(string name) => All.First(figure => figure.Name == name);

    /// <summary>A column of a table. A narrow terminal shows only essential columns. If Digits is null, the figure's Digits apply.</summary>
    internal sealed record TableColumn(int Order, LocalizedText Label, bool IsEssential = false, int? Digits = null);

    /// <summary>A card's position, the most important first, and its heading.</summary>
    internal sealed record ReportCard(int Order, LocalizedText Label);
}
