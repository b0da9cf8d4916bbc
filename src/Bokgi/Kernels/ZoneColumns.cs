namespace Bokgi.Kernels;

/// <summary>Inputs for the zones of many windows: one value per bar, followed by arbitrary padding.</summary>
internal readonly ref struct ZoneColumns
{
    /// <summary>Ceiling of each bar's term; see <see cref="VolumeZone.Term"/>.</summary>
    public required Span<double> Ceilings { get; init; }

    /// <summary>Rate of each bar's term.</summary>
    public required Span<double> Rates { get; init; }

    /// <summary>Volume of each bar.</summary>
    public required Span<double> Volumes { get; init; }

    /// <summary>Lowest price of the window that begins at each bar.</summary>
    public required Span<double> Bottoms { get; init; }

    /// <summary>Highest price of the window that begins at each bar.</summary>
    public required Span<double> Tops { get; init; }

    /// <summary>Throws if a column is too short to be read in lanes.</summary>
    public void ThrowIfTooShort(int windows, int window, int laneCount)
    {
        var bars = windows + window + laneCount;
        if (Ceilings.Length < bars || Rates.Length < bars || Volumes.Length < bars || Bottoms.Length < bars || Tops.Length < bars)
            throw new ArgumentException($"{windows} windows of {window} bars need columns of {bars}", nameof(windows));
    }
}
