using Bokgi.Kernels;

namespace Bokgi.Strategies.VolumeZoneBreakout;

/// <summary>
/// The price spans and volumes of the most recent bars, oldest first. Also has the term of each bar, which <see cref="VolumeZone"/> needs.
/// </summary>
internal struct PriceWindow
{
    private readonly double[] lows;
    private readonly double[] highs;
    private readonly double[] ceilings;
    private readonly double[] rates;
    private readonly double[] volumes;
    private readonly int length;
    private int nextIndex;

    public PriceWindow(int length)
    {
        this.length = length;
        lows = new double[2 * length];
        highs = new double[2 * length];
        ceilings = new double[2 * length];
        rates = new double[2 * length];
        volumes = new double[2 * length];
    }

    public int Count { get; private set; }

    public readonly bool IsFull => Count == length;

    public readonly ReadOnlySpan<double> Lows => Values(lows);

    public readonly ReadOnlySpan<double> Highs => Values(highs);

    public readonly ReadOnlySpan<double> Ceilings => Values(ceilings);

    public readonly ReadOnlySpan<double> Rates => Values(rates);

    public readonly ReadOnlySpan<double> Volumes => Values(volumes);

    public void Push(double low, double high, double volume)
    {
        var (ceiling, rate) = VolumeZone.ComputeTerm(low, high, volume);
        var mirror = nextIndex + length; // see Values
        lows[nextIndex] = lows[mirror] = low;
        highs[nextIndex] = highs[mirror] = high;
        ceilings[nextIndex] = ceilings[mirror] = ceiling;
        rates[nextIndex] = rates[mirror] = rate;
        volumes[nextIndex] = volumes[mirror] = volume;
        nextIndex = nextIndex + 1 == length ? 0 : nextIndex + 1;
        Count += Count < length ? 1 : 0;
    }

    public void Clear() => (Count, nextIndex) = (0, 0);

    // Each value is stored twice, a window length apart, so that the window is always one contiguous span.
    private readonly ReadOnlySpan<double> Values(double[] column) => IsFull ? column.AsSpan(nextIndex, length) : column.AsSpan(0, Count);
}
