namespace Bokgi.Strategies;

/// <summary>
/// The most recent values, oldest first, as one contiguous span. To keep the span contiguous, each value is stored twice, a window length
/// apart.
/// </summary>
internal struct RollingWindow
{
    private readonly double[] mirroredValues;
    private readonly int length;
    private int nextIndex;

    public RollingWindow(int length)
    {
        this.length = length;
        mirroredValues = new double[2 * length];
    }

    /// <summary>The number of values, at most the window length.</summary>
    public int Count { get; private set; }

    public readonly bool IsFull => Count == length;

    /// <summary>The values, oldest first.</summary>
    public readonly ReadOnlySpan<double> Values => IsFull ? mirroredValues.AsSpan(nextIndex, length) : mirroredValues.AsSpan(0, Count);

    public void Push(double value)
    {
        mirroredValues[nextIndex] = value;
        mirroredValues[nextIndex + length] = value;
        nextIndex = nextIndex + 1 == length ? 0 : nextIndex + 1;
        if (Count < length)
            Count++;
    }

    public void Clear()
    {
        Count = 0;
        nextIndex = 0;
    }
}
