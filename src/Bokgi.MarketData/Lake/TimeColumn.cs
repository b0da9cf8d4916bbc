using System.Buffers;
using ParquetSharp;

namespace Bokgi.MarketData.Lake;

/// <summary>Reads a time column of any supported type as microseconds UTC.</summary>
internal sealed class TimeColumn : IDisposable
{
    private readonly TimeFlavour flavour;
    private readonly PhysicalColumn<long>? int64;
    private readonly PhysicalColumn<Int96>? int96;

    public TimeColumn(RowGroupReader group, int column, TimeFlavour flavour)
    {
        this.flavour = flavour;
        if (flavour.IsInt96)
            int96 = new PhysicalColumn<Int96>(group, column);
        else
            int64 = new PhysicalColumn<long>(group, column);
    }

    /// <summary>The earliest and latest time of a row group according to its statistics; null when there are no statistics.</summary>
    public static (long First, long Last)? ReadBounds(RowGroupMetaData group, int column, TimeFlavour flavour)
    {
        // The sort order of INT96 statistics was never defined.
        if (flavour.IsInt96)
            return null;

        using var chunk = group.GetColumnChunkMetaData(column);
        using var statistics = chunk.Statistics;
        if (statistics is not Statistics<long> { HasMinMax: true } minMax)
            return null;

        Span<long> bounds = [minMax.Min, minMax.Max];
        return flavour.TryConvertToUtc(bounds) && bounds[0] <= bounds[1] ? (bounds[0], bounds[1]) : null;
    }

    /// <exception cref="InvalidDataException">A time is null or outside the years 2 to 9998.</exception>
    public void Read(Span<long> destination)
    {
        var nulls = int64?.Read(destination, missing: 0) ?? ReadInt96(destination);
        if (nulls > 0)
            throw new InvalidDataException("the time column has empty cells; every row needs a time");
        if (!flavour.TryConvertToUtc(destination))
            throw new InvalidDataException("the time column holds times outside the years 2 to 9998");
    }

    public void Dispose()
    {
        int64?.Dispose();
        int96?.Dispose();
    }

    private int ReadInt96(Span<long> destination)
    {
        var values = ArrayPool<Int96>.Shared.Rent(destination.Length);
        try
        {
            var nulls = int96!.Read(values.AsSpan(0, destination.Length), missing: new Int96(0, 0, 0));
            for (var i = 0; i < destination.Length; i++)
                destination[i] = TimeFlavour.FromInt96(values[i]);
            return nulls;
        }
        finally
        {
            ArrayPool<Int96>.Shared.Return(values);
        }
    }
}
