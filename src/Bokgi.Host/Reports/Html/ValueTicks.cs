namespace Bokgi.Host.Reports.Html;

/// <summary>Round tick values for an axis: 1, 2 or 5 times a power of ten.</summary>
internal static class ValueTicks
{
    // An axis that spans more powers of ten than this has ticks only at the powers themselves.
    private const int MaximumPowers = 3;

    /// <summary>About <paramref name="wanted"/> evenly spaced values.</summary>
    public static IReadOnlyList<double> EvenlySpaced(double low, double high, int wanted)
    {
        var step = Step((high - low) / wanted);
        var ticks = new List<double>();
        for (var k = Math.Ceiling(low / step); k * step <= high && ticks.Count <= 2 * wanted; k++)
            ticks.Add(k * step);
        return ticks;
    }

    public static IReadOnlyList<double> Logarithmic(double low, double high)
    {
        double[] factors = Math.Log10(high / low) > MaximumPowers ? [1] : [1, 2, 5];
        var ticks = new List<double>();
        for (var power = Math.Floor(Math.Log10(low)); power <= Math.Log10(high); power++)
            ticks.AddRange(factors.Select(factor => factor * Math.Pow(10, power)).Where(tick => tick >= low && tick <= high));
        return ticks;
    }

    private static double Step(double raw)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        return power
            * (raw / power) switch
            {
                <= 1 => 1,
                <= 2 => 2,
                <= 5 => 5,
                _ => 10,
            };
    }
}
