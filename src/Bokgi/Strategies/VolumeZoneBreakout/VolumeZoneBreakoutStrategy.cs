using Bokgi.Markets;

namespace Bokgi.Strategies.VolumeZoneBreakout;

/// <summary>
/// 매물대 돌파: buys when the price rises into or above the zone of the highest prices that holds a given share of the recent volume.
/// </summary>
internal sealed class VolumeZoneBreakoutStrategy : StrategyDefinition
{
    public override string Name => "volume_zone_breakout";

    public override LocalizedText Description { get; } =
        new("최근 거래량이 몰린 매물대를 돌파할 때 매수", "Buys when the price breaks the zone that holds the top share of recent volume");

    public override IReadOnlyList<ParameterDeclaration> Parameters { get; } =
    [
        ParameterDeclaration.Integer(
            "volume_window",
            defaultValue: 10,
            minimum: 1,
            maximum: 500,
            new("매물대를 계산할 직전 캔들 수", "Number of bars before the current one that form the zone")
        ),
        ParameterDeclaration.NumberAbove(
            "top_percentile",
            defaultValue: 0.2,
            minimum: 0,
            maximum: 1,
            new("높은 가격부터 누적한 거래량 비율", "Share of the volume, counted from the top price down")
        ),
        ParameterDeclaration.Number(
            "breakout_buffer",
            defaultValue: 0.0,
            minimum: 0,
            maximum: 1,
            new("저항선에 더하는 여유 비율", "Fraction by which the breakout level lies above the resistance")
        ),
        ParameterDeclaration.Integer(
            "num_bins",
            defaultValue: 20,
            minimum: 1,
            maximum: 1000,
            new("가격 구간 수", "Price bins between the window's low and high")
        ),
        ParameterDeclaration.Boolean("include_wicks", true, new("꼬리 포함 여부", "Whether price spans include wicks, or only bodies")),
        ParameterDeclaration.Choice(
            "trigger",
            ["level", "cross"],
            new(
                "level: 저항선 이상이면 신호, cross: 아래에서 넘을 때만",
                "level: every bar that reaches the level; cross: only if the previous close was below it"
            )
        ),
        ParameterDeclaration.HoldPeriodBars(),
    ];

    public override IReadOnlyList<string> SignalDetailNames { get; } = ["resistance", "level", "zone_age_bars", "zone_age_days"];

    internal override IReadOnlyList<string> HistoryDependentDetails { get; } = ["zone_age_bars", "zone_age_days"];

    public override IReadOnlyList<ConditionDeclaration> Conditions(StrategyParameters parameters) =>
        VolumeZoneBreakoutConditions.For(new VolumeZoneBreakoutRules(parameters, Timeframe.OneDay)); // the same for every timeframe

    public override int WarmUpBars(StrategyParameters parameters) => parameters.Integer("volume_window");

    public override TResult VisitStep<TResult>(StrategyParameters parameters, Timeframe timeframe, IStepVisitor<TResult> visitor) =>
        visitor.Visit(new VolumeZoneBreakoutStep(parameters, timeframe));

    internal override ISignalScan CreateScan<TLanes>(StrategyParameters parameters, Timeframe timeframe) =>
        new VolumeZoneBreakoutScan<TLanes>(parameters, timeframe);

    internal override IReadOnlyList<string> CostlyParameters => ["volume_window", "num_bins", "include_wicks", "top_percentile"];

    internal override ISignalSweep CreateSweep<TLanes>(Timeframe timeframe) => new VolumeZoneBreakoutSweep<TLanes>(timeframe);
}
