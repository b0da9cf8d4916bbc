using System.Globalization;

namespace Bokgi.Series;

/// <summary>
/// Adds volumes as an exchange does, in whole steps of 0.00000001; the total is the double nearest to the exact sum. If any volume is
/// not a multiple of a step, or if a volume or the total is too large, the total is the sum of all volumes as doubles instead. Two
/// volumes above 2^52 steps that differ by one step can round to the same double, so the steps counted from that double may be one too many
/// or one too few.
/// </summary>
internal struct VolumeSum
{
    private const double StepsPerUnit = 1e8;

    // A double represents every whole number up to this limit exactly.
    private const long ExactLimit = 1L << 53;

    // A product of a volume and StepsPerUnit below this limit is off by less than half a step, so rounding gives the right number of steps.
    private const long ProductLimit = 1L << 51;
    private const double LargestVolume = ExactLimit / StepsPerUnit;

    private double sum;
    private long steps;
    private bool isExact;

    /// <summary>Creates a sum of one volume.</summary>
    public VolumeSum(double firstVolume)
    {
        (steps, sum) = (0, 0);
        isExact = true;
        Add(firstVolume);
    }

    public readonly double Total =>
        !isExact ? sum
        : steps < ExactLimit ? steps / StepsPerUnit
        : NearestDouble(steps);

    public void Add(double volume)
    {
        sum += volume;
        var isCountable = isExact && volume >= 0 && volume < LargestVolume;
        var stepCount = isCountable ? ToSteps(volume) : -1;
        var isWholeSteps = stepCount >= 0 && stepCount / StepsPerUnit == volume;
        isExact = isWholeSteps && steps < long.MaxValue - ExactLimit; // so that the sum cannot overflow
        if (isExact)
            steps += stepCount;
    }

    private static long ToSteps(double volume)
    {
        var scaled = volume * StepsPerUnit;
        return scaled < ProductLimit ? (long)Math.Round(scaled) : ParseSteps(volume);
    }

    // Parses the shortest text that round-trips, because rounding errors in a product of this size may reach half a step.
    private static long ParseSteps(double volume)
    {
        Span<char> text = stackalloc char[32];
        volume.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        return decimal.TryParse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
            ? (long)Math.Round(exact * 100_000_000m)
            : -1;
    }

    // Parses text, which rounds once. Converting this many steps to a double and dividing would round twice.
    private static double NearestDouble(long steps)
    {
        Span<char> text = stackalloc char[24];
        steps.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        "e-8".CopyTo(text[length..]);
        return double.Parse(text[..(length + 3)], NumberStyles.Float, CultureInfo.InvariantCulture);
    }
}
