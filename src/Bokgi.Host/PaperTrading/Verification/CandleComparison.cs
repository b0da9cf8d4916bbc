namespace Bokgi.Host.PaperTrading.Verification;

/// <summary>Compares a session's candles with those of its exchange: prices exactly, volumes except for rounding errors.</summary>
internal static class CandleComparison
{
    private const double VolumeTolerance = 1e-9; // relative to the expected volume

    public static IEnumerable<Difference> Compare(Symbol symbol, TimeRange range, IEnumerable<Candle> expected, IEnumerable<Candle> actual)
    {
        var expectedByTime = expected.Where(candle => range.Contains(candle.TimeUtc)).ToDictionary(candle => candle.TimeUtc);
        var actualByTime = actual.Where(candle => range.Contains(candle.TimeUtc)).ToDictionary(candle => candle.TimeUtc);
        foreach (var timeUtc in expectedByTime.Keys.Union(actualByTime.Keys).Order())
        {
            Candle? expectedCandle = expectedByTime.TryGetValue(timeUtc, out var candle) ? candle : null;
            Candle? actualCandle = actualByTime.TryGetValue(timeUtc, out candle) ? candle : null;
            var areSame = expectedCandle is { } expectedValue && actualCandle is { } actualValue && AreSame(expectedValue, actualValue);
            if (!areSame)
                yield return new Difference(
                    DifferenceKind.Candle,
                    symbol.Code,
                    StrategyName: null,
                    UnixTime.Format(timeUtc),
                    Describe(expectedCandle),
                    Describe(actualCandle)
                );
        }
    }

    private static bool AreSame(in Candle expected, in Candle actual) =>
        expected with { Volume = 0 } == actual with { Volume = 0 }
        && Math.Abs(expected.Volume - actual.Volume) <= VolumeTolerance * Math.Abs(expected.Volume);

    private static string? Describe(Candle? candle) =>
        candle is { } value
            ? FormattableString.Invariant($"{value.Open:R} {value.High:R} {value.Low:R} {value.Close:R}, volume {value.Volume:R}")
            : null;
}
