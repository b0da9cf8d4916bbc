using System.Globalization;
using Bokgi.Markets;
using Bokgi.Series;
using ParquetSharp;

namespace Bokgi.UnitTests.Reference;

/// <summary>Reads the shared candles without <c>CandleLake</c>, so that expected results do not depend on the code under test.</summary>
internal static class SharedCandles
{
    /// <summary>
    /// The candles that open from the KST day <paramref name="start"/> to the KST day <paramref name="end"/>, both included.
    /// </summary>
    public static List<Candle> Read(string symbol, Timeframe timeframe, string start, string end)
    {
        if (!KoreanTime.TryParseRange(start, end, out var range, out var error))
            throw new FormatException(error);
        return [.. ReadAll(symbol, timeframe).Where(candle => range.Contains(candle.TimeUtc))];
    }

    private static IEnumerable<Candle> ReadAll(string symbol, Timeframe timeframe) =>
        symbol == "HAND_KRW"
            ? File.ReadLines(SharedData.Require("handmade.csv")).Skip(1).Select(ParseLine)
            : Directory
                .GetFiles(SharedData.Require("lake", symbol, timeframe.Name), "*.parquet")
                .Order(StringComparer.Ordinal)
                .SelectMany(ReadParquet)
                .Where(candle => candle.IsValid);

    private static Candle ParseLine(string line)
    {
        var cells = line.Split(',');
        if (!KoreanTime.TryParse(cells[0], out var time, out var error))
            throw new FormatException(error);
        double[] values = [.. cells.Skip(1).Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
        return new Candle(time, values[0], values[1], values[2], values[3], values[4]);
    }

    private static List<Candle> ReadParquet(string path)
    {
        using var file = new ParquetFileReader(path);
        List<Candle> candles = [];
        for (var group = 0; group < file.FileMetaData.NumRowGroups; group++)
        {
            using var rows = file.RowGroup(group);
            var count = checked((int)rows.MetaData.NumRows);
            var times = ReadColumn<long>(rows, file.FileMetaData.Schema, "timestamp", count);
            // Times without a time zone, as in the daily files, are in KST.
            var zoneOffset = HasTimeZone(file.FileMetaData.Schema) ? 0 : KoreanTime.OffsetMicroseconds;
            double[][] values =
            [
                .. new[] { "open", "high", "low", "close", "volume" }.Select(name =>
                    ReadColumn<double>(rows, file.FileMetaData.Schema, name, count)
                ),
            ];
            for (var i = 0; i < count; i++)
                candles.Add(new Candle(times[i] - zoneOffset, values[0][i], values[1][i], values[2][i], values[3][i], values[4][i]));
        }

        return candles;
    }

    private static bool HasTimeZone(SchemaDescriptor schema)
    {
        using var type = schema.Column(schema.ColumnIndex("timestamp")).LogicalType;
        return type is TimestampLogicalType { IsAdjustedToUtc: true };
    }

    private static T[] ReadColumn<T>(RowGroupReader rows, SchemaDescriptor schema, string name, int count)
        where T : unmanaged
    {
        using var reader = (ColumnReader<T>)rows.Column(schema.ColumnIndex(name));
        var values = new T[count];
        var levels = new short[count];
        long read = 0;
        while (read < count)
        {
            reader.ReadBatch(count - read, levels.AsSpan((int)read), [], values.AsSpan((int)read), out var valuesRead);
            if (valuesRead == 0)
                throw new InvalidDataException($"column '{name}' holds nulls or ends after {read} of {count} rows");
            read += valuesRead;
        }

        return values;
    }
}
