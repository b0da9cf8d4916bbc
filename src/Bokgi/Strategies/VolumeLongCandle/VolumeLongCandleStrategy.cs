using Bokgi.Markets;

namespace Bokgi.Strategies.VolumeLongCandle;

/// <summary>거래량 급증 + 장대양봉: a long rising candle with a surge in volume.</summary>
internal sealed class VolumeLongCandleStrategy : StrategyDefinition
{
    public override string Name => "volume_long_candle";

    public override LocalizedText Description { get; } =
        new("거래량이 평균보다 급증한 장대양봉에서 매수", "Buys on a long rising candle with a surge in volume");

    public override IReadOnlyList<ParameterDeclaration> Parameters { get; } =
    [
        ParameterDeclaration.Integer(
            "vol_ma_window",
            defaultValue: 20,
            minimum: 1,
            maximum: 500,
            new("평균 거래량을 계산할 캔들 수(현재 캔들 포함)", "Number of bars in the average volume, including the current one")
        ),
        ParameterDeclaration.NumberAbove(
            "vol_multiplier",
            defaultValue: 1.5,
            minimum: 0,
            maximum: 10,
            new("평균 대비 최소 거래량 배수", "Minimum volume, as a multiple of the average volume")
        ),
        ParameterDeclaration.NumberAbove(
            "body_pct",
            defaultValue: 0.02,
            minimum: 0,
            maximum: 1,
            new("시가 대비 몸통의 최소 비율", "Minimum body, as a fraction of the open")
        ),
        ParameterDeclaration.Number(
            "upper_wick_ratio",
            defaultValue: 2.0,
            minimum: 0,
            maximum: 100,
            new("윗꼬리 상한: body_pct의 배수", "Limit for the upper wick, as a multiple of body_pct")
        ),
        ParameterDeclaration.Number(
            "lower_wick_ratio",
            defaultValue: 2.0,
            minimum: 0,
            maximum: 100,
            new("아랫꼬리 상한: body_pct의 배수", "Limit for the lower wick, as a multiple of body_pct")
        ),
        ParameterDeclaration.HoldPeriodBars(),
    ];

    public override IReadOnlyList<string> SignalDetailNames { get; } = ["average_volume", "volume_ratio", "body"];

    public override IReadOnlyList<ConditionDeclaration> Conditions(StrategyParameters parameters) => VolumeLongCandleConditions.All;

    public override int WarmUpBars(StrategyParameters parameters) => parameters.Integer("vol_ma_window") - 1;

    public override TResult VisitStep<TResult>(StrategyParameters parameters, Timeframe timeframe, IStepVisitor<TResult> visitor) =>
        visitor.Visit(new VolumeLongCandleStep(parameters));

    internal override ISignalScan CreateScan<TLanes>(StrategyParameters parameters, Timeframe timeframe) =>
        new VolumeLongCandleScan<TLanes>(parameters);

    internal override IReadOnlyList<string> CostlyParameters => ["vol_ma_window"];

    internal override ISignalSweep CreateSweep<TLanes>(Timeframe timeframe) => new VolumeLongCandleSweep<TLanes>();
}
