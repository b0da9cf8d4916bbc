using System.Globalization;
using System.Text;
using CsvHelper;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>Reads candles from delimited text, with or without a line of names.</summary>
internal static class CsvSource
{
    // A row of candles is short; a long one means that this is no CSV, or a quote that never closes.
    private static readonly CsvReaderOptions Options = new()
    {
        HasHeader = false,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
        MaxRecordSize = 64 * 1_024,
    };

    public static SourceRows Read(SourceFile file, RowIntake intake, SourceZone? zone)
    {
        var (encoding, remarks) = EncodingOf(file.Head);
        try
        {
            using var text = new StreamReader(file.Open(), encoding);
            using var reader = CsvReader.Create(text, Options);
            return Read(file.Name, reader, intake, zone, remarks);
        }
        catch (Exception damage) when (damage is CsvFormatException or InvalidDataException)
        {
            throw new LakeException(LakeErrorKind.MalformedFile, $"{file.Name} cannot be read as CSV: {Where(damage)}", damage);
        }
    }

    private static string Where(Exception damage) =>
        damage is CsvFormatException { LineNumber: var line }
            ? FormattableString.Invariant($"the row at line {line} does not end as it should; a quote may be open, or it is no CSV")
            : SourceFile.DamagedContents;

    private static SourceRows Read(string file, CsvReader reader, RowIntake intake, SourceZone? zone, string[] remarks)
    {
        if (!reader.Read())
            throw new LakeException(LakeErrorKind.MalformedFile, $"{file} is empty; it must hold candles");

        string[] first = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];
        var isHeaderless = IsKlineRow(first);
        var map = isHeaderless ? ColumnMap.OfKlineRows() : ColumnMap.OfHeaders(file, first);
        using var rows = new RowCollector(file, isHeaderless ? ImportFormat.HeaderlessCsv : ImportFormat.Csv, map, intake, zone);
        Func<int, string> cellAt = reader.GetString;
        for (var hasRow = isHeaderless || reader.Read(); hasRow; hasRow = reader.Read())
        {
            var where = $"line {reader.LineNumber}";
            if (reader.FieldCount != first.Length)
                throw rows.Refused(
                    where,
                    $"it has {reader.FieldCount} cells where the first line has {first.Length}; the file may be cut off"
                );
            rows.Add(where, cellAt);
        }

        return rows.Finish(remarks);
    }

    private static bool IsKlineRow(string[] cells) =>
        cells.Length >= 6 && cells.Take(6).All(cell => decimal.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _));

    // Korean spreadsheets still save CP949, which is hardly ever valid UTF-8.
    private static (Encoding Encoding, string[] Remarks) EncodingOf(byte[] head)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        try
        {
            utf8.GetDecoder().GetCharCount(head, flush: false);
            return (new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), []);
        }
        catch (DecoderFallbackException)
        {
            return (CodePagesEncodingProvider.Instance.GetEncoding(949)!, ["the text is not UTF-8 and was read as Korean CP949"]);
        }
    }
}
