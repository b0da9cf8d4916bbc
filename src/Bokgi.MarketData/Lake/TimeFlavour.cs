using Bokgi.Markets;
using ParquetSharp;

namespace Bokgi.MarketData.Lake;

/// <summary>How the values of a time column are interpreted.</summary>
/// <param name="Unit">The unit of an INT64; <see cref="TimeUnit.Unknown"/> for INT96, which stores Julian days and nanoseconds.</param>
/// <param name="IsUtc">Whether the values are UTC; otherwise they have no time zone and are read as KST.</param>
internal sealed record TimeFlavour(TimeUnit Unit, bool IsUtc)
{
    // Years 2 to 9998 in microseconds UTC: the range of DateTime, with a margin for a time zone and the end of a bar.
    private const long Earliest = -62_104_060_800_000_000;
    private const long Latest = 253_370_764_800_000_000;

    public bool IsInt96 => Unit == TimeUnit.Unknown;

    /// <summary>Determines how to interpret a time column; null, with the reason added to the problems, when it cannot be one.</summary>
    public static TimeFlavour? FromColumn(ColumnDescriptor column, List<string> problems)
    {
        if (column.PhysicalType == PhysicalType.Int96)
            return new TimeFlavour(TimeUnit.Unknown, IsUtc: false);

        using var logical = column.LogicalType;
        if (
            column.PhysicalType == PhysicalType.Int64
            && logical is TimestampLogicalType timestamp
            && timestamp.TimeUnit != TimeUnit.Unknown
        )
            return new TimeFlavour(timestamp.TimeUnit, timestamp.IsAdjustedToUtc);

        problems.Add($"has {column.Name} as {CandleSchema.Describe(column)}; a timestamp type is needed, not text or bare numbers");
        return null;
    }

    /// <summary>Converts stored values to microseconds UTC, in place.</summary>
    /// <returns>Whether all values lie in the years 2 to 9998.</returns>
    public bool TryConvertToUtc(Span<long> values)
    {
        var offset = IsUtc ? 0 : KoreanTime.OffsetMicroseconds;
        var isInRange = true;
        switch (Unit)
        {
            case TimeUnit.Millis:
                foreach (ref var value in values)
                {
                    isInRange &= value is >= Earliest / 1_000 and < Latest / 1_000;
                    value = (value * 1_000) - offset;
                }

                break;
            case TimeUnit.Nanos: // reach from 1677 to 2262, so all are in range
                foreach (ref var value in values)
                    value = FloorToMicroseconds(value) - offset;
                break;
            default: // microseconds; FromInt96 has already converted INT96 to them
                foreach (ref var value in values)
                {
                    isInRange &= value is >= Earliest and < Latest;
                    value -= offset;
                }

                break;
        }

        return isInRange;
    }

    /// <summary>Converts a Julian day and nanoseconds of the day to microseconds, without a time zone offset.</summary>
    public static long FromInt96(Int96 value)
    {
        const long julianDayOf1970 = 2_440_588;
        var nanoseconds = (long)(((ulong)(uint)value.B << 32) | (uint)value.A);
        return ((value.C - julianDayOf1970) * UnixTime.MicrosecondsPerDay) + FloorToMicroseconds(nanoseconds);
    }

    public override string ToString()
    {
        var unit = Unit switch
        {
            TimeUnit.Millis => "milliseconds",
            TimeUnit.Micros => "microseconds",
            TimeUnit.Nanos => "nanoseconds",
            _ => "INT96",
        };
        return IsUtc ? $"{unit}, UTC" : $"{unit}, no zone: read as KST";
    }

    private static long FloorToMicroseconds(long nanoseconds) => (nanoseconds >= 0 ? nanoseconds : nanoseconds - 999) / 1_000;
}
