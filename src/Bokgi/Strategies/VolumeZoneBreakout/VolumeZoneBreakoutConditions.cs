using Bokgi.Series;

namespace Bokgi.Strategies.VolumeZoneBreakout;

/// <summary>The conditions of <see cref="VolumeZoneBreakoutStrategy"/>, and the values they compare at a bar.</summary>
internal static class VolumeZoneBreakoutConditions
{
    // For the trigger cross.
    private static readonly ConditionDeclaration[] CrossConditions =
    [
        new(
            "zone_window",
            new("직전 캔들 수 ≥ volume_window", "number of previous bars at least volume_window"),
            ConditionOperator.AtLeast
        ),
        new("breakout", new("도달 가격 ≥ 저항선", "price reached at least the level"), ConditionOperator.AtLeast),
        new("close_before", new("직전 종가 < 저항선", "previous close below the level"), ConditionOperator.Below),
    ];

    // For the trigger level.
    private static readonly ConditionDeclaration[] LevelConditions = CrossConditions[..^1];

    public static IReadOnlyList<ConditionDeclaration> For(in VolumeZoneBreakoutRules rules) =>
        rules.NeedsCross ? CrossConditions : LevelConditions;

    /// <summary>Writes the values that each condition compares at a bar.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="candle">The bar.</param>
    /// <param name="barsBefore">Number of bars in the window before this bar.</param>
    /// <param name="resistance">The zone's lower edge; NaN if there is none.</param>
    /// <param name="previousClose">The previous bar's close.</param>
    /// <param name="readings">Receives the values.</param>
    public static void WriteReadings(
        in VolumeZoneBreakoutRules rules,
        in Candle candle,
        int barsBefore,
        double resistance,
        double previousClose,
        Span<ConditionReading> readings
    )
    {
        readings[0] = new(barsBefore, rules.Window);
        readings[1] = new(rules.SpanOf(candle).High, rules.Level(resistance));
        if (rules.NeedsCross)
            readings[2] = new(previousClose, rules.Level(resistance));
    }
}
