namespace Bokgi.Markets;

/// <summary>The multiples of a step, each the double nearest to it as a decimal: of 0.1 the third is 0.3, and not 0.30000000000000004.</summary>
/// <remarks>
/// A value that misses a multiple by less than <see cref="Slack"/> of itself is meant to be that multiple: so much a few multiplications lose.
/// A value of 2^52 steps or more, up or down, stays as it is, for doubles lie no closer there.
/// </remarks>
internal readonly struct StepGrid
{
    private const double Slack = 1.0 / (1L << 50);
    private const double Most = 1L << 52;

    // The step as a fraction of whole numbers: dividing these gives the nearest double, multiplying by the step would not.
    private readonly double numerator;
    private readonly double denominator;

    /// <summary>The multiples of a step.</summary>
    /// <param name="step">Above 0, finite; as a decimal of up to 15 digits.</param>
    public StepGrid(double step)
    {
        (numerator, denominator) = (step, 1);
        if (step is < 1e-12 or > 1e12)
            return;
        var whole = (decimal)step;
        for (; whole != decimal.Truncate(whole); whole *= 10)
            denominator *= 10;
        numerator = (double)whole;
    }

    /// <summary>The greatest multiple that is not above a value.</summary>
    public double Down(double value)
    {
        var limit = value * (1 + Slack);
        var count = Math.Floor(limit * denominator / numerator);
        if (!(Math.Abs(count) < Most))
            return value;
        while (Multiple(count) > limit)
            count--;
        while (Multiple(count + 1) <= limit)
            count++;
        return Multiple(count);
    }

    /// <summary>The least multiple that is not below a value.</summary>
    public double Up(double value)
    {
        var limit = value * (1 - Slack);
        var count = Math.Ceiling(limit * denominator / numerator);
        if (!(Math.Abs(count) < Most))
            return value;
        while (Multiple(count) < limit)
            count++;
        while (Multiple(count - 1) >= limit)
            count--;
        return Multiple(count);
    }

    /// <summary>The multiple nearest to a value, at least the first one.</summary>
    public double Nearest(double value) => Multiple(Math.Max(Math.Round(value * denominator / numerator), 1));

    /// <summary>The multiple of a number of steps.</summary>
    public double Multiple(double count) => count * numerator / denominator;
}
