using Bokgi.Markets;

namespace Bokgi.Strategies.VolumeLongCandle;

/// <summary>거래량 급증 + 장대양봉: a long rising candle on a surge of volume.</summary>
internal sealed class VolumeLongCandleStrategy : StrategyDefinition
{
    public override string Name => "volume_long_candle";

    public override LocalizedText Description { get; } =
        new("거래량이 평균보다 급증한 장대양봉에서 매수", "Buys at a long rising candle on a surge of volume");

    public override IReadOnlyList<ParameterDeclaration> Parameters { get; } =
    [
        ParameterDeclaration.Integer(
            "vol_ma_window",
            20,
            1,
            500,
            new("평균 거래량을 내는 캔들 수", "Bars in the average volume, the current one included")
        ),
        ParameterDeclaration.NumberAbove(
            "vol_multiplier",
            1.5,
            0,
            10,
            new("평균 대비 거래량 배수", "How many times the average volume the bar must have")
        ),
        ParameterDeclaration.NumberAbove(
            "body_pct",
            0.02,
            0,
            1,
            new("시가 대비 몸통의 최소 비율", "Smallest body, as a fraction of the open")
        ),
        ParameterDeclaration.Number(
            "upper_wick_ratio",
            2.0,
            0,
            100,
            new("몸통 기준에 대한 윗꼬리 상한 배수", "Upper wick must be shorter than this many times body_pct")
        ),
        ParameterDeclaration.Number(
            "lower_wick_ratio",
            2.0,
            0,
            100,
            new("몸통 기준에 대한 아랫꼬리 상한 배수", "Lower wick must be shorter than this many times body_pct")
        ),
        ParameterDeclaration.HoldPeriodBars(),
    ];

    public override IReadOnlyList<string> SignalDetailNames { get; } = ["average_volume", "volume_ratio", "body"];

    public override IReadOnlyList<ConditionDeclaration> Conditions(StrategyParameters parameters) => VolumeLongCandleConditions.All;

    public override int WarmUpBars(StrategyParameters parameters) => parameters.Integer("vol_ma_window") - 1;

    public override TResult Use<TResult>(StrategyParameters parameters, Timeframe timeframe, IStepVisitor<TResult> visitor) =>
        visitor.Visit(new VolumeLongCandleStep(parameters));

    internal override ISignalScan Scan<TLanes>(StrategyParameters parameters, Timeframe timeframe) =>
        new VolumeLongCandleScan<TLanes>(parameters);

    internal override IReadOnlyList<string> CostlyParameters => ["vol_ma_window"];

    internal override ISignalSweep Sweep<TLanes>(Timeframe timeframe) => new VolumeLongCandleSweep<TLanes>();
}
