using Bokgi.Host.Runs.Documents;
using Bokgi.Markets;

namespace Bokgi.Host.Reports.Html;

/// <summary>A figure of a report.</summary>
/// <param name="Label">The name.</param>
/// <param name="Meaning">What it means, in one sentence.</param>
/// <param name="Value">Formats the value.</param>
/// <param name="Change">The value that determines the colour; null for none.</param>
internal sealed record FigureCard(
    LocalizedText Label,
    LocalizedText Meaning,
    Func<FiguresDocument, HtmlWriter, string> Value,
    Func<FiguresDocument, double?>? Change = null
)
{
    /// <summary>The most important figures.</summary>
    public static IReadOnlyList<FigureCard> Leading { get; } =
    [
        new(
            new("총수익률", "Total return"),
            new("초기 자금 대비 마지막 자산입니다.", "Last equity against the initial cash."),
            (figures, _) => ReportNumbers.Change(figures.TotalReturn),
            figures => figures.TotalReturn
        ),
        new(
            new("단순 보유", "Buy and hold"),
            new("처음에 사서 끝까지 들고 있었을 때의 수익률입니다.", "Bought at the first open, held to the last close."),
            (figures, _) => ReportNumbers.Change(figures.BuyAndHoldReturn),
            figures => figures.BuyAndHoldReturn
        ),
        new(
            new("최대 낙폭", "Max drawdown"),
            new("최고 자산에서 가장 크게 줄어든 비율입니다.", "The largest fall from a peak of equity."),
            (figures, _) => ReportNumbers.Percent(figures.MaxDrawdown)
        ),
        new(
            new("샤프 지수", "Sharpe ratio"),
            new("변동 한 단위당 수익입니다(연율, 무위험 0%).", "Return for each unit of volatility, annual, risk-free 0%."),
            (figures, _) => ReportNumbers.Ratio(figures.Sharpe)
        ),
        new(
            new("승률", "Win rate"),
            new("이익으로 끝난 거래의 비율입니다.", "Share of trades that ended with a profit."),
            (figures, _) => ReportNumbers.Percent(figures.WinRate, 1)
        ),
        new(
            new("거래", "Trades"),
            new("진입에서 청산까지 끝난 거래 수입니다.", "Positions entered and left again."),
            (figures, _) => ReportNumbers.Count(figures.Trades)
        ),
    ];

    /// <summary>The other figures.</summary>
    public static IReadOnlyList<FigureCard> Others { get; } =
    [
        new(
            new("연복리 수익률", "CAGR"),
            new("1년마다 고르게 불었다고 볼 때의 수익률입니다.", "Growth as if it were even, per year."),
            (figures, _) => ReportNumbers.Change(figures.Cagr),
            figures => figures.Cagr
        ),
        new(
            new("변동성", "Volatility"),
            new("캔들별 수익률의 표준편차입니다(연율).", "Deviation of returns per bar, annual."),
            (figures, _) => ReportNumbers.Percent(figures.Volatility)
        ),
        new(
            new("소르티노 지수", "Sortino ratio"),
            new("손실 쪽 변동 한 단위당 수익입니다.", "Return for each unit of downside volatility."),
            (figures, _) => ReportNumbers.Ratio(figures.Sortino)
        ),
        new(
            new("칼마 지수", "Calmar ratio"),
            new("연복리 수익률을 최대 낙폭으로 나눈 값입니다.", "CAGR over the max drawdown."),
            (figures, _) => ReportNumbers.Ratio(figures.Calmar)
        ),
        new(
            new("최장 낙폭 기간", "Longest drawdown"),
            new("최고점을 되찾기까지 가장 오래 걸린 시간입니다.", "The longest time until a peak was reached again."),
            (figures, html) => ReportWords.Duration(html, figures.MaxDrawdownDurationSeconds)
        ),
        new(
            new("손익비", "Profit factor"),
            new("총이익을 총손실로 나눈 값으로, 1보다 크면 이익입니다.", "Gross profit over gross loss; above 1 it earns."),
            (figures, _) => ReportNumbers.Ratio(figures.ProfitFactor)
        ),
        new(
            new("기대 손익", "Expectancy"),
            new("거래 한 건의 평균 손익입니다.", "Mean profit or loss of a trade."),
            (figures, _) => ReportNumbers.Gain(figures.Expectancy),
            figures => figures.Expectancy
        ),
        new(
            new("평균 이익/평균 손실", "Payoff ratio"),
            new("이긴 거래의 평균 이익이 진 거래 손실의 몇 배인지입니다.", "Mean win over mean loss."),
            (figures, _) => ReportNumbers.Ratio(figures.PayoffRatio)
        ),
        new(
            new("평균 거래 수익률", "Average trade"),
            new("거래 수익률의 평균이며 비용을 포함합니다.", "Mean return of a trade, costs included."),
            (figures, _) => ReportNumbers.Change(figures.AvgReturn, 3),
            figures => figures.AvgReturn
        ),
        new(
            new("시스템 품질(SQN)", "SQN"),
            new("평균 손익을 그 편차로 나누고 거래 수의 제곱근을 곱했습니다.", "Root of the trades times mean over deviation of profit."),
            (figures, _) => ReportNumbers.Ratio(figures.Sqn)
        ),
        new(
            new("노출", "Exposure"),
            new("포지션을 들고 있던 캔들의 비율입니다.", "Share of bars at whose end a position was open."),
            (figures, _) => ReportNumbers.Percent(figures.Exposure, 1)
        ),
        new(
            new("평균 보유", "Average hold"),
            new("진입에서 청산까지의 평균 시간입니다.", "Mean time from entry to exit."),
            (figures, html) => ReportWords.Duration(html, figures.AvgHoldSeconds)
        ),
        new(
            new("낸 수수료", "Fees paid"),
            new("매수와 매도 수수료의 합계입니다.", "Fees of all buys and sells."),
            (figures, _) => ReportNumbers.Money(figures.FeesPaid)
        ),
        new(
            new("슬리피지 비용", "Slippage paid"),
            new("원하는 가격과 체결 가격의 차이로 잃은 돈입니다.", "Lost between wanted and filled prices."),
            (figures, _) => ReportNumbers.Money(figures.SlippagePaid)
        ),
        new(
            new("신호", "Signals"),
            new("포지션이 있어 무시한 신호까지 모두 센 수입니다.", "All of them, those ignored while holding too."),
            (figures, _) => ReportNumbers.Count(figures.Signals)
        ),
        new(
            new("신호 승률", "Signal win rate"),
            new("모든 신호를 비용 없이 따로 거래했을 때의 승률입니다.", "Each signal as a trade of its own, without costs."),
            (figures, _) => ReportNumbers.Percent(figures.Study.WinRate, 1)
        ),
    ];
}
