namespace Bokgi.Strategies;

/// <summary>
/// The most recent values, oldest first, as one contiguous span. To keep the span contiguous, each value is stored twice, a window length
/// apart.
/// </summary>
internal struct RollingWindow
{
    private readonly double[] mirrored;
    private readonly int length;
    private int next;

    public RollingWindow(int length)
    {
        this.length = length;
        mirrored = new double[2 * length];
    }

    /// <summary>The number of values, at most the window length.</summary>
    public int Count { get; private set; }

    public readonly bool IsFull => Count == length;

    /// <summary>The values, oldest first.</summary>
    public readonly ReadOnlySpan<double> Values => IsFull ? mirrored.AsSpan(next, length) : mirrored.AsSpan(0, Count);

    public void Push(double value)
    {
        mirrored[next] = value;
        mirrored[next + length] = value;
        next = next + 1 == length ? 0 : next + 1;
        if (Count < length)
            Count++;
    }

    public void Clear()
    {
        Count = 0;
        next = 0;
    }
}
