using System.Globalization;

namespace Bokgi.Series;

/// <summary>
/// Adds volumes up as an exchange does, in whole steps of 0.00000001: the sum is the double nearest to it, as if the exchange had written it.
/// Volumes that are no such multiples, or too large, are added as doubles.
/// </summary>
internal struct VolumeSum
{
    private const double StepsPerUnit = 1e8;
    private const long ExactLimit = 1L << 53;

    // Above it doubles lie further apart than steps, and a volume does not tell which step it is.
    private const double LargestVolume = 1L << 52;

    private double sum;
    private long steps;
    private bool isExact;

    /// <summary>Begins with a volume.</summary>
    public VolumeSum(double first)
    {
        (steps, sum) = (0, 0);
        isExact = true;
        Add(first);
    }

    /// <summary>The sum.</summary>
    public readonly double Total =>
        !isExact ? sum
        : steps < ExactLimit ? steps / StepsPerUnit
        : Nearest(steps);

    /// <summary>Adds a volume.</summary>
    public void Add(double volume)
    {
        sum += volume;
        var scaled = Math.Round(volume * StepsPerUnit);
        isExact = isExact && scaled is >= 0 and < LargestVolume && scaled / StepsPerUnit == volume && steps < long.MaxValue - ExactLimit;
        if (isExact)
            steps += (long)scaled;
    }

    // A quotient of such a number would be rounded twice; text is rounded once.
    private static double Nearest(long steps)
    {
        Span<char> text = stackalloc char[24];
        steps.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        "e-8".CopyTo(text[length..]);
        return double.Parse(text[..(length + 3)], NumberStyles.Float, CultureInfo.InvariantCulture);
    }
}
