using CsvHelper;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>Reads delimited text, with or without a header line.</summary>
internal sealed class CsvTable : SourceTable
{
    private const int MinCells = 5; // a time and four prices

    // The row of a candle is short; a long row means that the file is not CSV, or that a quote is never closed.
    private static readonly CsvReaderOptions Options = new()
    {
        HasHeader = false,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
        MaxRecordSize = 64 * 1_024,
    };

    private readonly SourceFile file;
    private readonly CsvReader reader;
    private readonly int width;
    private bool isFirstRowPending;

    public CsvTable(SourceFile file)
    {
        this.file = file;
        reader = CsvReader.Create(file.OpenText(), Options);
        try
        {
            if (!ReadTranslatingErrors(reader.Read))
                throw new LakeException(LakeErrorKind.MalformedFile, $"{file.Name} is empty; it must hold candles");
            width = reader.FieldCount;
            var firstLine = ReadCells();
            isFirstRowPending = IsDataRow(firstLine);
            Names = isFirstRowPending ? null : firstLine;
            if (Names is not null && FirstCellIs(firstLine, "Price"))
                ReadYfinanceHeader();
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    public override ImportFormat Format => Names is null ? ImportFormat.HeaderlessCsv : ImportFormat.Csv;

    public override string[]? Names { get; }

    public override int ColumnCount => width;

    public override bool MayHaveDecimalCommas => reader.Separator != ',';

    public override string Location => $"line {reader.LineNumber + file.SkippedLines}";

    public override bool Read()
    {
        do
        {
            if (isFirstRowPending)
                isFirstRowPending = false;
            else if (!ReadTranslatingErrors(reader.Read))
                return false;
        } while (IsEmptyFrom(0)); // some spreadsheets end with lines that contain only separators

        return reader.FieldCount == width || (reader.FieldCount > width && IsEmptyFrom(width))
            ? true
            : throw new LakeException(
                LakeErrorKind.MalformedFile,
                $"{file.Name}, {Location}: it has {reader.FieldCount} cells where the first line has {width}; the file may be cut off"
            );
    }

    public override ReadOnlySpan<byte> Cell(int column) => reader.GetSpan(column);

    public override void Dispose() => reader.Dispose();

    private string[] ReadCells() => [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];

    private static bool FirstCellIs(string[] cells, string text) => cells[0].Equals(text, StringComparison.OrdinalIgnoreCase);

    private bool IsEmptyFrom(int column)
    {
        for (; column < reader.FieldCount; column++)
        {
            if (!reader.GetSpan(column).Trim((byte)' ').IsEmpty)
                return false;
        }

        return true;
    }

    // yfinance writes three header lines: Price,Close,High,Low,Open,Volume; Ticker,BTC-USD,…; Date,,,,,
    private void ReadYfinanceHeader()
    {
        foreach (var line in (string[])["Ticker", "Date"])
        {
            if (!ReadTranslatingErrors(reader.Read) || !ReadCells()[0].StartsWith(line, StringComparison.OrdinalIgnoreCase))
            {
                isFirstRowPending = true; // the header is one line after all, and the line just read is the first row
                return;
            }
        }

        Names![0] = ReadCells()[0];
    }

    private bool ReadTranslatingErrors(Func<bool> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is CsvFormatException or InvalidDataException)
        {
            throw new LakeException(LakeErrorKind.MalformedFile, $"{file.Name} cannot be read as CSV: {Reason(exception)}", exception);
        }
    }

    private string Reason(Exception exception) =>
        exception is CsvFormatException { LineNumber: var line }
            ? FormattableString.Invariant(
                $"the row at line {line + file.SkippedLines} does not end as it should; a quote may be unclosed, or the file is not CSV"
            )
            : SourceFile.DamagedContents;

    // A row of numbers is not a header. The first cell is ignored, because it may be a date. Of the next four cells, one need not be a number,
    // because it may be a time of day.
    private static bool IsDataRow(string[] cells) =>
        cells.Length >= MinCells && cells.Skip(1).Take(MinCells - 1).Count(cell => CellNumber.TryRead(cell, out _)) >= MinCells - 2;
}
