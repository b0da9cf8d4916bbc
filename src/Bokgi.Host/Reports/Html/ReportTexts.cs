namespace Bokgi.Host.Reports.Html;

/// <summary>The texts of a report in both languages; <c>{0}</c> and so on are placeholders.</summary>
internal static class ReportTexts
{
    public static readonly LocalizedText Kicker = new("백테스트 보고서", "Backtest report");
    public static readonly LocalizedText Zone = new("시각은 모두 KST(UTC+9)입니다.", "All times are KST (UTC+9).");

    public static readonly LocalizedText Settings = new("설정", "Settings");
    public static readonly LocalizedText Markets = new("종목", "Markets");
    public static readonly LocalizedText Market = new("종목", "Market");
    public static readonly LocalizedText MoreMarkets = new("{0} 외 {1}개", "{0} and {1} more");
    public static readonly LocalizedText InactiveMarkets = new("합계에서 제외한 종목", "Inactive, not included");
    public static readonly LocalizedText Period = new("기간", "Period");
    public static readonly LocalizedText RequestedPeriod = new("요청한 기간", "Requested range");
    public static readonly LocalizedText Candles = new("캔들", "Candles");
    public static readonly LocalizedText CandleCount = new("{0} × {1}개", "{1} × {0}");
    public static readonly LocalizedText Cash = new("초기 자금", "Initial cash");
    public static readonly LocalizedText CashPerMarket = new("{0} (종목당 {1})", "{0} ({1} for each market)");
    public static readonly LocalizedText Sizing = new("주문 크기", "Position size");
    public static readonly LocalizedText EquityFraction = new("자산의 {0}", "{0} of equity");
    public static readonly LocalizedText QuoteAmount = new("{0} {1}씩", "{0} {1} each");
    public static readonly LocalizedText BaseQuantity = new("수량 {0}씩", "a quantity of {0} each");
    public static readonly LocalizedText Execution = new("체결", "Fills");
    public static readonly LocalizedText NextOpen = new("신호 다음 캔들의 시가", "at the open after the signal");
    public static readonly LocalizedText SignalClose = new("신호 캔들의 종가 (낙관적)", "at the signal's own close (optimistic)");
    public static readonly LocalizedText Costs = new("비용", "Costs");
    public static readonly LocalizedText CostRates = new("{0} (매수·매도 각각)", "{0}, on each leg");
    public static readonly LocalizedText FeeByDate = new("날짜별", "by date");
    public static readonly LocalizedText ExchangeRules = new(
        "{0} 규칙 (날짜별 호가 단위, 수량 단위, 최소 주문 금액)",
        "the rules of {0} (price steps by date, quantity step, minimum order)"
    );
    public static readonly LocalizedText Stops = new("손절·익절", "Stops");
    public static readonly LocalizedText NoStops = new("없음", "none");
    public static readonly LocalizedText Warmup = new("워밍업 캔들", "Warm-up");
    public static readonly LocalizedText RunId = new("실행 번호", "Run");
    public static readonly LocalizedText CreatedAt = new("실행 시각", "Made");
    public static readonly LocalizedText Engine = new("엔진 버전", "Engine");
    public static readonly LocalizedText Fingerprint = new("데이터 지문", "Data fingerprint");
    public static readonly LocalizedText Parameters = new("매개변수", "Parameters");
    public static readonly LocalizedText ByMarket = new("종목별", "by market");
    public static readonly LocalizedText Overrides = new("종목별로 다른 값", "Overrides for individual markets");

    public static readonly LocalizedText Figures = new("주요 지표", "Key figures");
    public static readonly LocalizedText Warnings = new("주의", "Warnings");
    public static readonly LocalizedText SymbolsWithoutCandles = new(
        "{0}: 이 기간에 캔들이 없어 제외했고, 자금은 나머지 종목이 나누어 썼습니다.",
        "{0}: no candles in this range; left out, and the cash was shared by the others."
    );
    public static readonly LocalizedText MoreWarnings = new(
        "같은 종류의 주의가 {0}건 더 있습니다. 데이터 품질에 숫자가 있습니다.",
        "{0} more warnings of this kind; the numbers are under data quality."
    );
    public static readonly LocalizedText Unfilled = new(
        "마지막 캔들의 신호 {0}건은 다음 캔들이 없어 체결되지 않았습니다.",
        "{0} signals on the last bars could not be filled, because no bar follows."
    );
    public static readonly LocalizedText TooSmall = new(
        "진입 {0}건은 거래소의 최소 주문 금액보다 작아 실행하지 않았습니다.",
        "{0} entries were skipped, because their value was below the exchange's minimum order."
    );
    public static readonly LocalizedText Optimistic = new(
        "신호 캔들의 종가에 체결한 결과입니다. 실제로는 얻기 어려운 가격입니다.",
        "Filled at the signal bar's own close, a price that is hard to get in practice."
    );
    public static readonly LocalizedText FewTrades = new(
        "거래가 {0}건뿐이라 우연의 영향이 큽니다. 30건은 넘어야 지표를 믿을 만합니다.",
        "Number of trades: only {0}. With fewer than 30 trades, the figures depend largely on chance."
    );

    public static readonly LocalizedText Equity = new("자산 곡선", "Equity");
    public static readonly LocalizedText EquityNote = new(
        "캔들 종가마다 평가한 자산과, 같은 자금으로 처음에 사서 비용 없이 보유했을 때의 비교입니다.",
        "Equity marked at every close, compared with investing the same cash at the first open and holding, without costs."
    );
    public static readonly LocalizedText Logarithmic = new(
        "범위가 넓어 세로축은 로그입니다.",
        "The range is wide, so the scale is logarithmic."
    );
    public static readonly LocalizedText Strategy = new("전략", "Strategy");
    public static readonly LocalizedText BuyAndHold = new("단순 보유", "Buy and hold");
    public static readonly LocalizedText NoBuyAndHold = new(
        "이 실행의 캔들이 지금 저장소에 없거나 바뀌어, 단순 보유 곡선은 그리지 않았습니다.",
        "The candles of this run have changed or are gone, so buy-and-hold is not drawn."
    );
    public static readonly LocalizedText Underwater = new("낙폭", "Underwater");
    public static readonly LocalizedText UnderwaterNote = new(
        "직전 최고 자산에서 얼마나 내려와 있는지입니다.",
        "How far equity is below its previous peak."
    );
    public static readonly LocalizedText DeepestDrawdowns = new("가장 깊은 낙폭", "Deepest drawdowns");
    public static readonly LocalizedText DrawdownDepth = new("낙폭", "Depth");
    public static readonly LocalizedText DrawdownPeak = new("고점", "Peak");
    public static readonly LocalizedText DrawdownTrough = new("저점", "Trough");
    public static readonly LocalizedText DrawdownRecovery = new("회복", "Recovered");
    public static readonly LocalizedText DrawdownLength = new("기간", "Length");
    public static readonly LocalizedText NotRecovered = new("미회복", "not yet");
    public static readonly LocalizedText NoDrawdowns = new("자산이 최고점 아래로 내려간 적이 없습니다.", "Equity never fell below a peak.");

    public static readonly LocalizedText Months = new("월별 수익률", "Monthly returns");
    public static readonly LocalizedText MonthsNote = new(
        "그 달의 마지막 자산을 전달의 마지막 자산과 비교했습니다. 첫 달과 마지막 달은 일부일 수 있습니다. 합계는 복리입니다.",
        "Month-end equity compared with that of the month before. The first and last months may be partial; totals are compounded."
    );
    public static readonly LocalizedText Year = new("연도", "Year");
    public static readonly LocalizedText Total = new("합계", "Total");
    public static readonly LocalizedText MonthNames = new(
        "1월 2월 3월 4월 5월 6월 7월 8월 9월 10월 11월 12월",
        "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
    );

    public static readonly LocalizedText Histogram = new("거래 수익률 분포", "Trade returns");
    public static readonly LocalizedText HistogramNote = new(
        "막대 하나는 {0}이며, 폭은 사분위 범위와 거래 수로 정했습니다(Freedman–Diaconis, 1981).",
        "A bar is {0} wide, chosen by the interquartile range and the number of trades (Freedman and Diaconis, 1981)."
    );
    public static readonly LocalizedText Outliers = new(
        "양 끝 막대는 그 너머의 {0}건(아래)과 {1}건(위)을 포함합니다.",
        "The outermost bars include {0} trades below and {1} above the range."
    );
    public static readonly LocalizedText HistogramBar = new("{0} 이상 {1} 미만: {2}건", "{0} to {1}: {2} trades");
    public static readonly LocalizedText Median = new("중앙값", "Median");
    public static readonly LocalizedText Mean = new("평균", "Mean");

    public static readonly LocalizedText Reasons = new("청산 사유별", "By exit reason");
    public static readonly LocalizedText Reason = new("청산 사유", "Exit reason");
    public static readonly LocalizedText HoldExpired = new("보유 기간 만료", "Holding time");
    public static readonly LocalizedText StopLoss = new("손절", "Stop loss");
    public static readonly LocalizedText TakeProfit = new("익절", "Take profit");
    public static readonly LocalizedText TrailingStop = new("추적 손절", "Trailing stop");
    public static readonly LocalizedText EndOfData = new("데이터 끝", "End of data");
    public static readonly LocalizedText ClosedByHand = new("수동 청산", "Closed by hand");
    public static readonly LocalizedText SessionEnded = new("세션 종료", "Session ended");
    public static readonly LocalizedText Trades = new("거래", "Trades");
    public static readonly LocalizedText WinRate = new("승률", "Win rate");
    public static readonly LocalizedText AverageReturn = new("평균 수익률", "Avg return");
    public static readonly LocalizedText Pnl = new("손익", "PnL");
    public static readonly LocalizedText AverageHold = new("평균 보유", "Avg hold");

    public static readonly LocalizedText BySymbol = new("종목별", "By market");
    public static readonly LocalizedText SymbolsOrder = new("수익률이 높은 종목부터입니다.", "Highest return first.");
    public static readonly LocalizedText BestSymbols = new("가장 좋은 {0}종목", "The best {0}");
    public static readonly LocalizedText WorstSymbols = new("가장 나쁜 {0}종목", "The worst {0}");
    public static readonly LocalizedText OtherSymbols = new(
        "나머지 {0}종목 (펼친 경우에만 인쇄됩니다)",
        "The other {0} (printed only when open)"
    );
    public static readonly LocalizedText Return = new("수익률", "Return");
    public static readonly LocalizedText Drawdown = new("최대 낙폭", "Max DD");
    public static readonly LocalizedText Sharpe = new("샤프", "Sharpe");
    public static readonly LocalizedText ProfitFactor = new("프로핏 팩터", "Profit factor");
    public static readonly LocalizedText Exposure = new("노출", "Exposure");

    public static readonly LocalizedText BestAndWorstTrades = new("최고와 최악의 거래", "Best and worst trades");
    public static readonly LocalizedText Streaks = new(
        "최장 연승 {0}건, 최장 연패 {1}건 (청산 순).",
        "Longest winning streak: {0}; longest losing streak: {1}, in the order of exits."
    );
    public static readonly LocalizedText Best = new("최고", "Best");
    public static readonly LocalizedText Worst = new("최악", "Worst");
    public static readonly LocalizedText AllTrades = new("전체 거래", "All trades");
    public static readonly LocalizedText TradesShown = new("{0}건, 진입 순입니다.", "{0} trades, in the order of entries.");
    public static readonly LocalizedText TradesTruncated = new(
        "전체 {0}건 가운데 먼저 진입한 {1}건입니다. 전체는 {2} 에서 받을 수 있습니다.",
        "The first {1} of {0} trades by entry. All of them: {2}"
    );
    public static readonly LocalizedText PrintTruncated = new(
        "인쇄본에는 처음 {0}건만 있습니다. 전체는 화면에서 볼 수 있습니다.",
        "Only the first {0} are printed; the screen shows all of them."
    );
    public static readonly LocalizedText ShowTrades = new("거래 목록", "List of trades");
    public static readonly LocalizedText NoTrades = new("거래가 없습니다.", "There were no trades.");
    public static readonly LocalizedText Entry = new("진입", "Entry");
    public static readonly LocalizedText Exit = new("청산", "Exit");
    public static readonly LocalizedText EntryPrice = new("진입가", "Entry price");
    public static readonly LocalizedText ExitPrice = new("청산가", "Exit price");
    public static readonly LocalizedText Quantity = new("수량", "Quantity");

    public static readonly LocalizedText Quality = new("데이터 품질", "Data quality");
    public static readonly LocalizedText NoQualityProblems = new(
        "읽은 {0}행에 중복, 순서 뒤바뀜, 잘못된 값이 없었습니다.",
        "No problems in the {0} rows read: no duplicates, none out of order, none invalid."
    );
    public static readonly LocalizedText QualityNote = new(
        "행을 바로잡거나 제외했거나, 빈 캔들이나 가격 급변이 있는 종목입니다. 나머지는 문제가 없었습니다.",
        "Markets with rows that were corrected or left out, missing bars or price jumps; the others had no problems."
    );
    public static readonly LocalizedText Rows = new("행", "Rows");
    public static readonly LocalizedText Duplicates = new("중복", "Duplicate");
    public static readonly LocalizedText OutOfOrder = new("순서 뒤바뀜", "Out of order");
    public static readonly LocalizedText Invalid = new("잘못된 값", "Invalid");
    public static readonly LocalizedText MissingBars = new("알 수 없는 이유로 빈 캔들", "Missing");
    public static readonly LocalizedText PriceJumps = new("가격 급변", "Jumps");
    public static readonly LocalizedText LargestJump = new("가장 큰 급변", "Largest jump");

    public static readonly LocalizedText Days = new("{0}일", "{0} d");
    public static readonly LocalizedText Hours = new("{0}시간", "{0} h");
    public static readonly LocalizedText Minutes = new("{0}분", "{0} min");
    public static readonly LocalizedText Footer = new(
        "Bokgi(복기)가 과거 캔들로 모의 실행한 결과이며 주문을 내지 않습니다. 과거의 성과는 미래를 약속하지 않습니다.",
        "A simulation by Bokgi on past candles; no orders were sent. Past performance does not guarantee future results."
    );
}
