namespace Bokgi.Trading;

/// <summary>The rules of an account: how orders are filled, what they cost, how much is bought, and when a position is sold.</summary>
public static class AccountRules
{
    /// <summary>The initial cash if a request gives none, quote currency.</summary>
    public const double DefaultCash = 10_000_000;

    private static readonly string[] ExecutionNames = ["next_open", "signal_close"]; // in the order of Execution

    /// <summary>The cash of a whole request, shared equally by its pairs (a pair is a symbol with a strategy).</summary>
    public static AccountRule InitialCash { get; } =
        new(
            "initial_cash",
            AccountRuleKind.Number,
            AccountRuleGroup.Size,
            new("초기 자금", "initial cash"),
            new("초기 자금. 종목이나 조합에 똑같이 나누어 배정합니다", "Initial cash in quote currency, shared equally")
        )
        {
            ValuePlaceholder = "amount",
            IsMinimumExcluded = true,
            Maximum = 1e15,
            Default = DefaultCash,
            AllowedValues = "an amount above 0, up to 1000000000000000",
        };

    /// <summary>The step to which quantities are rounded down. Some requests do not accept this rule; see <see cref="Common"/>.</summary>
    public static AccountRule QuantityStep { get; } =
        new(
            "quantity_step",
            AccountRuleKind.Number,
            AccountRuleGroup.Size,
            new("수량 단위", "quantity step"),
            new(
                "수량을 이 값의 배수로 내림합니다. 없으면 costs의 단위, 그것도 없으면 거래소의 단위입니다",
                "Quantities are rounded down to multiples of this; by default the step of costs, or else that of the exchange"
            )
        )
        {
            ValuePlaceholder = "number",
            AllowedValues = "0 for none, or the exchange's step, such as 0.00000001",
            Get = account => account.QuantityStep,
            Set = (account, value) => account with { QuantityStep = (double?)value },
        };

    /// <summary>All rules, in the order in which a request lists them.</summary>
    public static IReadOnlyList<AccountRule> All { get; } =
    [
        new(
            "execution",
            AccountRuleKind.Choice,
            AccountRuleGroup.Fills,
            new("체결", "fills"),
            new(
                "체결 시점: 신호 다음 캔들의 시가, 또는 신호 캔들의 종가",
                "When orders are filled: at the open of the bar after the signal, or at the close of the signal's own bar"
            )
        )
        {
            ValuePlaceholder = "when",
            Choices = ExecutionNames,
            Default = ExecutionNames[0],
            AllowedValues = string.Join(" or ", ExecutionNames),
            Get = account => ExecutionNames[(int)account.Execution],
            Set = (account, value) => account with { Execution = (Execution)Array.IndexOf(ExecutionNames, value) },
        },
        new(
            "costs",
            AccountRuleKind.Choice,
            AccountRuleGroup.Costs,
            new("거래소 규칙", "exchange rules"),
            new(
                "수수료, 호가 단위, 수량 단위, 최소 주문 금액을 날짜별로 적용할 거래소. 없으면 어떤 가격과 수량도 됩니다",
                "The exchange whose fees, price steps, quantity steps and minimum order value apply, by date; without one, any price and quantity is allowed"
            )
        )
        {
            ValuePlaceholder = "name",
            Choices = ExchangeCosts.Names,
            AllowedValues = $"{string.Join(" or ", ExchangeCosts.Names)}, or none for the standard fee without price steps",
            Get = account => account.Costs?.Name,
            Set = (account, value) => account with { Costs = ExchangeCosts.TryFind((string?)value, out var costs, out _) ? costs : null },
        },
        new(
            "fee_rate",
            AccountRuleKind.Number,
            AccountRuleGroup.Costs,
            new("수수료", "fee"),
            new(
                "매수와 매도 각각의 수수료 비율. 0.001은 0.1 %이며, costs의 수수료보다 우선합니다",
                "Fee on each leg, as a fraction: 0.001 is 0.1 %. It takes precedence over the fee of costs"
            )
        )
        {
            ValuePlaceholder = "fraction",
            Maximum = 1,
            IsMaximumExcluded = true,
            Default = AccountSettings.DefaultFeeRate,
            AllowedValues = "a fraction of at least 0 and below 1, such as 0.001 for 0.1 %",
            Get = account => account.FeeRate,
            Set = (account, value) => account with { FeeRate = (double?)value },
        },
        new(
            "slippage_rate",
            AccountRuleKind.Number,
            AccountRuleGroup.Costs,
            new("슬리피지", "slippage"),
            new("매수와 매도 각각의 슬리피지 비율. 0.0002는 0.02 %", "Slippage on each leg, as a fraction: 0.0002 is 0.02 %")
        )
        {
            ValuePlaceholder = "fraction",
            Maximum = 1,
            IsMaximumExcluded = true,
            Default = new AccountSettings().SlippageRate,
            AllowedValues = "a fraction of at least 0 and below 1, such as 0.0002 for 0.02 %",
            Get = account => account.SlippageRate,
            Set = (account, value) => account with { SlippageRate = (double)value! },
        },
        InitialCash,
        new(
            "sizing",
            AccountRuleKind.Sizing,
            AccountRuleGroup.Size,
            new("주문 크기", "position size"),
            new("한 번에 사는 크기", "How much is bought; by default all of the equity")
        )
        {
            ValuePlaceholder = "kind=value",
            Default = Sizing.AllEquity,
            AllowedValues = "an equity_fraction above 0 up to 1, or a quote_amount or base_quantity above 0",
            Get = account => account.Sizing,
            Set = (account, value) => account with { Sizing = (Sizing)value! },
        },
        new(
            "stop_loss_pct",
            AccountRuleKind.Number,
            AccountRuleGroup.Stops,
            new("손절", "stop loss"),
            new("진입가에서 이 비율만큼 내리면 팝니다. 0.02는 2 %", "Sell when the price falls this fraction below the entry: 0.02 is 2 %")
        )
        {
            ValuePlaceholder = "fraction",
            CanBeDisabled = true,
            IsMinimumExcluded = true,
            Maximum = 1,
            IsMaximumExcluded = true,
            AllowedValues = "a fraction above 0 and below 1, such as 0.02 for 2 %, or none",
            Get = account => account.StopLossPct,
            Set = (account, value) => account with { StopLossPct = (double?)value },
        },
        new(
            "take_profit_pct",
            AccountRuleKind.Number,
            AccountRuleGroup.Stops,
            new("익절", "take profit"),
            new("진입가에서 이 비율만큼 오르면 팝니다", "Sell when the price rises this fraction above the entry")
        )
        {
            ValuePlaceholder = "fraction",
            CanBeDisabled = true,
            IsMinimumExcluded = true,
            Maximum = 1_000,
            AllowedValues = "a fraction above 0 up to 1000, such as 0.03 for 3 %, or none",
            Get = account => account.TakeProfitPct,
            Set = (account, value) => account with { TakeProfitPct = (double?)value },
        },
        new(
            "trailing_stop_pct",
            AccountRuleKind.Number,
            AccountRuleGroup.Stops,
            new("추적 손절", "trailing stop"),
            new(
                "진입 후 최고가에서 이 비율만큼 내리면 팝니다",
                "Sell when the price falls this fraction below the highest high since the entry"
            )
        )
        {
            ValuePlaceholder = "fraction",
            CanBeDisabled = true,
            IsMinimumExcluded = true,
            Maximum = 1,
            IsMaximumExcluded = true,
            AllowedValues = "a fraction above 0 and below 1, such as 0.03 for 3 %, or none",
            Get = account => account.TrailingStopPct,
            Set = (account, value) => account with { TrailingStopPct = (double?)value },
        },
        QuantityStep,
    ];

    /// <summary>The rules that every request accepts: all but <see cref="QuantityStep"/>.</summary>
    public static IReadOnlyList<AccountRule> Common { get; } = [.. All.Where(rule => rule != QuantityStep)];
}
