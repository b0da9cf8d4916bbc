using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ParquetSharp;

namespace Bokgi.MarketData.Lake;

/// <summary>Reads a numeric column of any physical type as doubles; an empty cell is NaN.</summary>
internal abstract class NumberColumn : IDisposable
{
    private delegate double Conversion<in T>(T value);

    public static bool CanRead(ColumnDescriptor column)
    {
        using var logical = column.LogicalType;
        var isPlain = logical.Type is LogicalTypeEnum.None or LogicalTypeEnum.Undefined or LogicalTypeEnum.Int or LogicalTypeEnum.Decimal;
        return column.PhysicalType switch
        {
            PhysicalType.Double or PhysicalType.Float => true,
            PhysicalType.Int32 or PhysicalType.Int64 => isPlain,
            PhysicalType.FixedLenByteArray => logical.Type == LogicalTypeEnum.Decimal && column.TypeLength is > 0 and <= 16,
            _ => false,
        };
    }

    /// <summary>Opens a column that <see cref="CanRead"/> accepts.</summary>
    public static NumberColumn Open(RowGroupReader group, ColumnDescriptor column, int index)
    {
        using var logical = column.LogicalType;
        var divisor = logical is DecimalLogicalType number ? Math.Pow(10, number.Scale) : 1;
        var isUnsigned = logical is IntLogicalType { IsSigned: false };
        var length = column.TypeLength;
        return column.PhysicalType switch
        {
            PhysicalType.Double => new Doubles(group, index),
            PhysicalType.Float => new Converted<float>(group, index, value => value),
            PhysicalType.Int32 => new Converted<int>(group, index, value => (isUnsigned ? (uint)value : (double)value) / divisor),
            PhysicalType.Int64 => new Converted<long>(group, index, value => (isUnsigned ? (ulong)value : (double)value) / divisor),
            _ => new Converted<FixedLenByteArray>(group, index, value => ReadBigEndian(value, length) / divisor),
        };
    }

    public abstract void Read(Span<double> destination);

    public abstract void Skip(long rows);

    public abstract void Dispose();

    private static double ReadBigEndian(FixedLenByteArray value, int length)
    {
        Span<byte> bytes = stackalloc byte[16];
        for (var i = 0; i < length; i++)
            bytes[16 - length + i] = Marshal.ReadByte(value.Pointer, i);
        var isNegative = (bytes[16 - length] & 0x80) != 0;
        bytes[..(16 - length)].Fill(isNegative ? (byte)0xFF : (byte)0);
        return (double)BinaryPrimitives.ReadInt128BigEndian(bytes);
    }

    private sealed class Doubles(RowGroupReader group, int index) : NumberColumn
    {
        private readonly PhysicalColumn<double> column = new(group, index);

        public override void Read(Span<double> destination) => column.Read(destination, missing: double.NaN);

        public override void Skip(long rows) => column.Skip(rows);

        public override void Dispose() => column.Dispose();
    }

    private sealed class Converted<T>(RowGroupReader group, int index, Conversion<T> toDouble) : NumberColumn
        where T : unmanaged
    {
        private readonly PhysicalColumn<T> column = new(group, index);

        public override void Read(Span<double> destination)
        {
            var values = ArrayPool<T>.Shared.Rent(destination.Length);
            try
            {
                ReadConverted(values.AsSpan(0, destination.Length), destination);
            }
            finally
            {
                ArrayPool<T>.Shared.Return(values);
            }
        }

        public override void Skip(long rows) => column.Skip(rows);

        public override void Dispose() => column.Dispose();

        private void ReadConverted(Span<T> values, Span<double> destination)
        {
            while (!destination.IsEmpty)
            {
                var rows = column.ReadBatch(values[..destination.Length], missing: default, out _);
                for (var i = 0; i < rows; i++)
                    destination[i] = column.HasValue(i) ? toDouble(values[i]) : double.NaN;
                destination = destination[rows..];
            }
        }
    }
}
