namespace Bokgi.Strategies;

/// <summary>Up to four numbers that explain a signal, stored inline to avoid an allocation.</summary>
/// <param name="First">The first of the strategy's details.</param>
/// <param name="Second">The second; 0 if the strategy has fewer.</param>
/// <param name="Third">The third; 0 if the strategy has fewer.</param>
/// <param name="Fourth">The fourth; 0 if the strategy has fewer.</param>
public readonly record struct SignalDetails(double First, double Second = 0, double Third = 0, double Fourth = 0)
{
    /// <summary>The maximum number of details of a signal.</summary>
    public const int Capacity = 4;

    /// <summary>The detail at <paramref name="index"/>, 0 to 3.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not between 0 and 3.</exception>
    public double this[int index] =>
        index switch
        {
            0 => First,
            1 => Second,
            2 => Third,
            3 => Fourth,
            _ => throw new ArgumentOutOfRangeException(nameof(index), index, "a signal has four details"),
        };
}
