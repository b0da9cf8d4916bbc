namespace Bokgi.Host.PaperTrading.Verification;

/// <summary>Compares the candles that a session used with those of its exchange: prices exactly, volumes up to rounding of sums.</summary>
internal static class CandleComparison
{
    private const double VolumeTolerance = 1e-9;

    public static IEnumerable<Difference> Compare(Symbol symbol, TimeRange range, IEnumerable<Candle> expected, IEnumerable<Candle> actual)
    {
        var expectedByTime = expected.Where(candle => range.Contains(candle.TimeUtc)).ToDictionary(candle => candle.TimeUtc);
        var actualByTime = actual.Where(candle => range.Contains(candle.TimeUtc)).ToDictionary(candle => candle.TimeUtc);
        foreach (var timeUtc in expectedByTime.Keys.Union(actualByTime.Keys).Order())
        {
            Candle? one = expectedByTime.TryGetValue(timeUtc, out var candle) ? candle : null;
            Candle? other = actualByTime.TryGetValue(timeUtc, out candle) ? candle : null;
            if (one is not { } first || other is not { } second || !AreSame(first, second))
                yield return new Difference(DifferenceKind.Candle, symbol.Code, null, UnixTime.Format(timeUtc), Text(one), Text(other));
        }
    }

    private static bool AreSame(in Candle one, in Candle other) =>
        one with { Volume = 0 } == other with { Volume = 0 }
        && Math.Abs(one.Volume - other.Volume) <= VolumeTolerance * Math.Abs(one.Volume);

    private static string? Text(Candle? candle) =>
        candle is { } each
            ? FormattableString.Invariant($"{each.Open:R} {each.High:R} {each.Low:R} {each.Close:R}, volume {each.Volume:R}")
            : null;
}
