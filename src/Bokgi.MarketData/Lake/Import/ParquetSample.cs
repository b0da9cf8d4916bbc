using System.Globalization;
using Bokgi.Markets;
using ParquetSharp;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>Reads the first rows of a Parquet file as text, to determine the meanings of its columns.</summary>
internal static class ParquetSample
{
    private const int MaxColumns = 64;

    /// <param name="source">The file.</param>
    /// <param name="file">The file's name and path.</param>
    /// <param name="columns">The index of each column, by the column's name.</param>
    public static SourceSample Read(ParquetSource source, SourceFile file, IReadOnlyDictionary<string, int> columns)
    {
        string[] names = [.. columns.Keys];
        var rows = source.MetaData.NumRowGroups == 0 ? 0 : Math.Min(SourceSample.MaxRows, source.Footer.Rows);
        if (rows <= 0 || names.Length > MaxColumns)
            return new SourceSample(file.Name, names, names.Length, []) { FullPath = file.FullPath };
        using var group = source.RowGroup(0);
        var count = (int)Math.Min(rows, group.MetaData.NumRows);
        var cells = names.Select(name => ReadColumn(source, group, columns[name], count)).ToArray();
        return new SourceSample(
            file.Name,
            names,
            names.Length,
            [.. Enumerable.Range(0, count).Select(row => Array.ConvertAll(cells, column => column[row]))]
        )
        {
            FullPath = file.FullPath,
        };
    }

    private static string[] ReadColumn(ParquetSource source, RowGroupReader group, int index, int count)
    {
        var column = source.MetaData.Schema.Column(index);
        if (TimeFlavour.FromColumn(column, []) is { } flavour)
        {
            source.CheckPages(index);
            return ReadTimes(group, index, flavour, count);
        }

        if (NumberColumn.CanRead(column))
        {
            source.CheckPages(index);
            return ReadNumbers(group, column, index, count);
        }

        if (column.PhysicalType != PhysicalType.ByteArray)
            return [.. Enumerable.Repeat(string.Empty, count)];
        source.CheckPages(index);
        return ReadTexts(group, index, count);
    }

    private static string[] ReadTimes(RowGroupReader group, int index, TimeFlavour flavour, int count)
    {
        var times = new long[count];
        // TimeColumn would convert times without a zone from KST. They are read as UTC instead, so that their text stays as written.
        using (var column = new TimeColumn(group, index, flavour with { IsUtc = true }))
            column.Read(times);
        var zone = flavour.IsUtc ? "Z" : string.Empty;
        return Array.ConvertAll(
            times,
            time => UnixTime.ToDateTime(time).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture) + zone
        );
    }

    private static string[] ReadNumbers(RowGroupReader group, ColumnDescriptor column, int index, int count)
    {
        var values = new double[count];
        using (var numbers = NumberColumn.Open(group, column, index))
            numbers.Read(values);
        return Array.ConvertAll(values, value => double.IsNaN(value) ? string.Empty : value.ToString("R", CultureInfo.InvariantCulture));
    }

    private static string[] ReadTexts(RowGroupReader group, int index, int count)
    {
        var texts = new string[count];
        using var column = new PhysicalColumn<ByteArray>(group, index);
        var batch = new ByteArray[count];
        for (var row = 0; row < count; )
        {
            var read = column.ReadBatch(batch.AsSpan(0, count - row), missing: default, out _);
            for (var i = 0; i < read; i++)
                texts[row + i] = column.HasValue(i) ? TextColumn.ReadText(batch[i]) : string.Empty;
            row += read;
        }

        return texts;
    }
}
