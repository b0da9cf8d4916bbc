using Bokgi.Series;

namespace Bokgi.Strategies.VolumeLongCandle;

/// <summary>The conditions of <see cref="VolumeLongCandleStrategy"/>, and the values they compare at a bar.</summary>
internal static class VolumeLongCandleConditions
{
    public static IReadOnlyList<ConditionDeclaration> All { get; } =
    [
        new("volume_traded", new("평균 거래량 > 0", "average volume above 0"), ConditionOperator.Above),
        new("volume_surge", new("거래량 ≥ 평균 × 배수", "volume at least the average times vol_multiplier"), ConditionOperator.AtLeast),
        new("long_body", new("몸통 비율 ≥ body_pct", "body at least body_pct, as a fraction of the open"), ConditionOperator.AtLeast),
        new("rising_candle", new("종가 > 시가", "close above open"), ConditionOperator.Above),
        new("upper_wick", new("윗꼬리 비율 < 상한", "upper wick below its limit, as a fraction of the open"), ConditionOperator.Below),
        new("lower_wick", new("아랫꼬리 비율 < 상한", "lower wick below its limit, as a fraction of the open"), ConditionOperator.Below),
    ];

    public static void WriteReadings(in VolumeLongCandleRules rules, in Candle candle, double average, Span<ConditionReading> readings)
    {
        readings[0] = new(average, 0);
        readings[1] = new(candle.Volume, rules.MinimumVolume(average));
        readings[2] = new(VolumeLongCandleRules.BodyOf(candle), rules.MinimumBody);
        readings[3] = new(candle.Close, candle.Open);
        readings[4] = new(VolumeLongCandleRules.UpperWickOf(candle), rules.UpperWickLimit);
        readings[5] = new(VolumeLongCandleRules.LowerWickOf(candle), rules.LowerWickLimit);
    }
}
