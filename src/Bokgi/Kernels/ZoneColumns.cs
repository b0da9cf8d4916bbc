namespace Bokgi.Kernels;

/// <summary>Inputs of <see cref="VolumeZones"/>. Each column has one value per bar, followed by arbitrary padding.</summary>
internal readonly ref struct ZoneColumns
{
    /// <summary>Ceiling of each bar's term; see <see cref="VolumeZone.ComputeTerm"/>.</summary>
    public required Span<double> Ceilings { get; init; }

    /// <summary>Rate of each bar's term.</summary>
    public required Span<double> Rates { get; init; }

    /// <summary>Volume of each bar.</summary>
    public required Span<double> Volumes { get; init; }

    /// <summary>Lowest price of the window that begins at each bar.</summary>
    public required Span<double> Bottoms { get; init; }

    /// <summary>Highest price of the window that begins at each bar.</summary>
    public required Span<double> Tops { get; init; }

    /// <summary>Throws if a column is too short to read all windows in groups of lanes.</summary>
    /// <param name="windowCount">Number of windows.</param>
    /// <param name="windowLength">Number of bars in a window.</param>
    /// <param name="laneCount">Number of lanes in a group.</param>
    public void ThrowIfTooShort(int windowCount, int windowLength, int laneCount)
    {
        var bars = windowCount + windowLength + laneCount;
        if (Ceilings.Length < bars || Rates.Length < bars || Volumes.Length < bars || Bottoms.Length < bars || Tops.Length < bars)
            throw new ArgumentException($"{windowCount} windows of {windowLength} bars need columns of {bars}", nameof(windowCount));
    }
}
