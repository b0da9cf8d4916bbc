namespace Bokgi.Markets;

/// <summary>
/// The multiples of a step, each the double nearest to its decimal value: the third multiple of 0.1 is 0.3, not 0.30000000000000004.
/// </summary>
/// <remarks>
/// A value whose relative distance from a multiple is at most <see cref="Tolerance"/> counts as that multiple, which absorbs the rounding
/// errors of a few multiplications. <see cref="RoundDown"/> and <see cref="RoundUp"/> return values of 2^52 steps or more unchanged,
/// because neighbouring doubles of that size are at least a step apart.
/// </remarks>
internal readonly struct StepGrid
{
    private const double Tolerance = 1.0 / (1L << 50);
    private const double MaxCount = 1L << 52;

    // The step is numerator / denominator: two integers, unless the step is below 1e-12 or above 1e12. Dividing by the denominator gives
    // the double nearest to a multiple; multiplying by the step might not.
    private readonly double numerator;
    private readonly double denominator;

    /// <param name="step">Above 0 and finite; a decimal of up to 15 digits.</param>
    public StepGrid(double step)
    {
        (numerator, denominator) = (step, 1);
        if (step is < 1e-12 or > 1e12)
            return;
        var scaledStep = (decimal)step;
        for (; scaledStep != decimal.Truncate(scaledStep); scaledStep *= 10)
            denominator *= 10;
        numerator = (double)scaledStep;
    }

    /// <summary>The largest multiple that is not above a value.</summary>
    public double RoundDown(double value)
    {
        var limit = value * (1 + Tolerance);
        var count = Math.Floor(limit * denominator / numerator);
        if (!(Math.Abs(count) < MaxCount)) // also NaN
            return value;
        while (Multiple(count) > limit)
            count--;
        while (Multiple(count + 1) <= limit)
            count++;
        return Multiple(count);
    }

    /// <summary>The smallest multiple that is not below a value.</summary>
    public double RoundUp(double value)
    {
        var limit = value * (1 - Tolerance);
        var count = Math.Ceiling(limit * denominator / numerator);
        if (!(Math.Abs(count) < MaxCount)) // also NaN
            return value;
        while (Multiple(count) < limit)
            count++;
        while (Multiple(count - 1) >= limit)
            count--;
        return Multiple(count);
    }

    /// <summary>The multiple nearest to a value, but at least one step.</summary>
    public double RoundToNearest(double value) => Multiple(Math.Max(Math.Round(value * denominator / numerator), 1));

    /// <summary>The multiple that is the given number of steps.</summary>
    public double Multiple(double count) => count * numerator / denominator;
}
