using ParquetSharp;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>
/// Reads which bars of a row group are marked as not ended, whether the marks are stored as booleans, numbers of any type or text.
/// </summary>
internal abstract class ParquetMarks : IDisposable
{
    /// <param name="file">The file's name in error messages.</param>
    /// <param name="group">The row group.</param>
    /// <param name="column">The column that states whether a bar has ended.</param>
    /// <param name="index">The column's index.</param>
    /// <exception cref="LakeException">The column's type cannot be read as marks.</exception>
    public static ParquetMarks Open(string file, RowGroupReader group, ColumnDescriptor column, int index)
    {
        using var logical = column.LogicalType;
        return (column.PhysicalType, logical.Type) switch
        {
            (PhysicalType.Boolean, _) => new Booleans(group, index),
            (PhysicalType.ByteArray, not LogicalTypeEnum.Decimal) => new Texts(group, index),
            (_, LogicalTypeEnum.Nil) => new Unmarked(),
            _ when NumberColumn.CanRead(column) => new Numbers(NumberColumn.Open(group, column, index)),
            _ => throw new LakeException(
                LakeErrorKind.MalformedFile,
                $"{file} marks in '{CellExcerpt.Sanitize(column.Name)}' which bars have ended, as {CandleSchema.Describe(column)}; write it as booleans, numbers or text, or leave it out"
            ),
        };
    }

    /// <summary>Reads the marks of the next rows: true if the bar is marked as not ended; false if it has ended or has no mark.</summary>
    public abstract void Read(Span<bool> isUnfinished);

    public abstract void Dispose();

    private sealed class Booleans(RowGroupReader group, int index) : ParquetMarks
    {
        private readonly PhysicalColumn<bool> column = new(group, index);

        public override void Read(Span<bool> isUnfinished)
        {
            column.Read(isUnfinished, missing: true);
            foreach (ref var mark in isUnfinished)
                mark = !mark;
        }

        public override void Dispose() => column.Dispose();
    }

    private sealed class Numbers(NumberColumn column) : ParquetMarks
    {
        private readonly double[] batch = new double[4_096];

        public override void Read(Span<bool> isUnfinished)
        {
            while (!isUnfinished.IsEmpty)
            {
                var values = batch.AsSpan(0, Math.Min(isUnfinished.Length, batch.Length));
                column.Read(values);
                for (var i = 0; i < values.Length; i++)
                    isUnfinished[i] = values[i] == 0;
                isUnfinished = isUnfinished[values.Length..];
            }
        }

        public override void Dispose() => column.Dispose();
    }

    private sealed class Texts(RowGroupReader group, int index) : ParquetMarks
    {
        private readonly PhysicalColumn<ByteArray> column = new(group, index);
        private readonly ByteArray[] batch = new ByteArray[4_096];

        // Equal texts that come from a Parquet dictionary have the same pointer, so most cells need only a comparison of pointers.
        public override void Read(Span<bool> isUnfinished)
        {
            while (!isUnfinished.IsEmpty)
            {
                var count = column.ReadBatch(batch.AsSpan(0, Math.Min(isUnfinished.Length, batch.Length)), missing: default, out _);
                var (previous, isPreviousUnfinished) = (default(ByteArray), false);
                for (var i = 0; i < count; i++)
                {
                    var cell = batch[i];
                    if (cell.Pointer != previous.Pointer || cell.Length != previous.Length)
                        (previous, isPreviousUnfinished) = (cell, ClosedMark.IsUnfinished(TextColumn.ReadBytes(cell)));
                    isUnfinished[i] = column.HasValue(i) && isPreviousUnfinished;
                }

                isUnfinished = isUnfinished[count..];
            }
        }

        public override void Dispose() => column.Dispose();
    }

    // For a column of the type Nil, in which every cell is empty.
    private sealed class Unmarked : ParquetMarks
    {
        public override void Read(Span<bool> isUnfinished) => isUnfinished.Clear();

        public override void Dispose() { }
    }
}
