using Bokgi.Markets;
using ParquetSharp;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>
/// Reads the times of a row group as microseconds UTC. They may be stored as timestamps, dates, epoch numbers of any type or text.
/// </summary>
internal abstract class ParquetTimes : IDisposable
{
    public static ParquetTimes Open(RowGroupReader group, ColumnDescriptor column, int index, TimestampReader timestamps)
    {
        if (TimeFlavour.FromColumn(column, []) is { } flavour)
            return new Timestamps(group, index, flavour, timestamps);

        using var logical = column.LogicalType;
        return (column.PhysicalType, logical.Type) switch
        {
            (PhysicalType.Int64, LogicalTypeEnum.None or LogicalTypeEnum.Undefined or LogicalTypeEnum.Int) => new Epochs(
                group,
                index,
                timestamps
            ),
            (PhysicalType.Int32, LogicalTypeEnum.Date) => new Dates(group, index, timestamps),
            (PhysicalType.Int32 or PhysicalType.Double or PhysicalType.Float, _) when NumberColumn.CanRead(column) => new Numbers(
                NumberColumn.Open(group, column, index),
                timestamps
            ),
            (PhysicalType.ByteArray, LogicalTypeEnum.String) => new Texts(group, index, timestamps),
            _ => throw new InvalidDataException(
                $"{column.Name} is {CandleSchema.Describe(column)}; a timestamp, an epoch number or text is needed"
            ),
        };
    }

    /// <summary>Reads the times of the next rows, as many as <paramref name="destination"/> holds.</summary>
    public abstract void Read(Span<long> destination);

    public abstract void Dispose();

    private sealed class Timestamps : ParquetTimes
    {
        private readonly TimeColumn column;
        private readonly long offset;

        public Timestamps(RowGroupReader group, int index, TimeFlavour flavour, TimestampReader timestamps)
        {
            // TimeColumn would read times without a zone as KST, but the caller may have given another zone. So they are read as UTC, and Read
            // subtracts the offset of that zone.
            column = new TimeColumn(group, index, flavour with { IsUtc = true });
            offset = flavour.IsUtc ? 0 : timestamps.ZonelessOffset;
            if (flavour.IsUtc)
                timestamps.MarkZoned();
            else
                timestamps.MarkZoneless();
        }

        public override void Read(Span<long> destination)
        {
            column.Read(destination);
            foreach (ref var time in destination)
                time -= offset;
        }

        public override void Dispose() => column.Dispose();
    }

    private sealed class Epochs(RowGroupReader group, int index, TimestampReader timestamps) : ParquetTimes
    {
        private readonly PhysicalColumn<long> column = new(group, index);

        public override void Read(Span<long> destination)
        {
            column.Read(destination, missing: 0);
            foreach (ref var time in destination)
                time = timestamps.ReadEpoch(time);
        }

        public override void Dispose() => column.Dispose();
    }

    // Days since the epoch. Each day starts at midnight in the zone that is used for times without a zone.
    private sealed class Dates(RowGroupReader group, int index, TimestampReader timestamps) : ParquetTimes
    {
        private const int MaxDays = 3_000_000; // about 8,200 years before or after 1970

        private readonly PhysicalColumn<int> column = new(group, index);
        private readonly int[] batch = new int[4_096];

        public override void Read(Span<long> destination)
        {
            timestamps.MarkZoneless();
            while (!destination.IsEmpty)
            {
                var count = column.ReadBatch(batch.AsSpan(0, Math.Min(destination.Length, batch.Length)), missing: int.MinValue, out _);
                for (var i = 0; i < count; i++)
                {
                    if (batch[i] is < -MaxDays or > MaxDays)
                        throw new InvalidDataException("the time column holds dates that are empty or beyond the calendar");
                    destination[i] = (batch[i] * UnixTime.MicrosecondsPerDay) - timestamps.ZonelessOffset;
                }

                destination = destination[count..];
            }
        }

        public override void Dispose() => column.Dispose();
    }

    private sealed class Numbers(NumberColumn column, TimestampReader timestamps) : ParquetTimes
    {
        public override void Read(Span<long> destination)
        {
            var values = new double[destination.Length];
            column.Read(values);
            for (var i = 0; i < values.Length; i++)
                destination[i] = timestamps.ReadEpoch(values[i]);
        }

        public override void Dispose() => column.Dispose();
    }

    private sealed class Texts(RowGroupReader group, int index, TimestampReader timestamps) : ParquetTimes
    {
        private readonly PhysicalColumn<ByteArray> column = new(group, index);
        private readonly ByteArray[] batch = new ByteArray[4_096];

        public override void Read(Span<long> destination)
        {
            while (!destination.IsEmpty)
            {
                var count = column.ReadBatch(batch.AsSpan(0, Math.Min(destination.Length, batch.Length)), missing: default, out _);
                for (var i = 0; i < count; i++)
                {
                    if (!timestamps.TryRead(column.HasValue(i) ? TextColumn.ReadBytes(batch[i]) : [], out destination[i], out var error))
                        throw new InvalidDataException(error);
                }

                destination = destination[count..];
            }
        }

        public override void Dispose() => column.Dispose();
    }
}
