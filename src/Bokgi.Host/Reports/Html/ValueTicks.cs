namespace Bokgi.Host.Reports.Html;

/// <summary>Round tick values for an axis. The distance between two of them, or on a logarithmic axis each value, is 1, 2 or 5 times a power of ten.</summary>
internal static class ValueTicks
{
    // An axis that spans more powers of ten than this has ticks only at the powers themselves.
    private const int MaximumPowers = 3;

    /// <summary>About <paramref name="approximateCount"/> evenly spaced values.</summary>
    public static IReadOnlyList<double> EvenlySpaced(double minimum, double maximum, int approximateCount)
    {
        var step = RoundUpStep((maximum - minimum) / approximateCount);
        var ticks = new List<double>();
        // The limit on the count ends the loop even if k is so large that adding 1 does not change it.
        for (var k = Math.Ceiling(minimum / step); k * step <= maximum && ticks.Count <= 2 * approximateCount; k++)
            ticks.Add(k * step);
        return ticks;
    }

    public static IReadOnlyList<double> Logarithmic(double minimum, double maximum)
    {
        double[] factors = Math.Log10(maximum / minimum) > MaximumPowers ? [1] : [1, 2, 5];
        var ticks = new List<double>();
        for (var power = Math.Floor(Math.Log10(minimum)); power <= Math.Log10(maximum); power++)
            ticks.AddRange(factors.Select(factor => factor * Math.Pow(10, power)).Where(tick => tick >= minimum && tick <= maximum));
        return ticks;
    }

    // Rounds a step up to 1, 2, 5 or 10 times a power of ten.
    private static double RoundUpStep(double rawStep)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(rawStep)));
        return power
            * (rawStep / power) switch
            {
                <= 1 => 1,
                <= 2 => 2,
                <= 5 => 5,
                _ => 10,
            };
    }
}
