namespace Bokgi.Strategies;

/// <summary>The last values of something, oldest first, in one contiguous span: each is written twice, a window's length apart.</summary>
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

    /// <summary>How many values it holds, at most its length.</summary>
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
