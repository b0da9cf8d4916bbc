using Bokgi.Series;
using ParquetSharp;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>Reads candles from a Parquet file of any maker, by the same column names as the other formats.</summary>
internal sealed class ParquetSource : IDisposable
{
    private const int ChunkRows = 1 << 16;

    private readonly string name;
    private readonly ParquetFileReader reader;
    private readonly int[] columns;
    private readonly ColumnMap map;
    private readonly StampReader stamps;
    private string? symbol;
    private string? timeframe;

    private ParquetSource(SourceFile file, SourceZone? zone)
    {
        name = file.Name;
        using var properties = ReaderProperties.GetDefaultReaderProperties();
        properties.EnablePageChecksumVerification();
        reader = new ParquetFileReader(file.FullPath, properties);
        var byName = CandleSchema.TopLevelColumns(reader.FileMetaData.Schema);
        columns = [.. byName.Values];
        map = ColumnMap.OfHeaders(name, [.. byName.Keys]);
        stamps = new StampReader(map.TimeName, zone);
    }

    public static SourceRows Read(SourceFile file, SourceZone? zone)
    {
        try
        {
            using var source = new ParquetSource(file, zone);
            return source.ReadAll();
        }
        catch (Exception damage) when (Unreadable.Is(damage))
        {
            throw Unreadable.Error(file.Name, damage);
        }
    }

    public void Dispose() => reader.Dispose();

    private SourceRows ReadAll()
    {
        var rows = new CandleColumns();
        try
        {
            for (var i = 0; i < reader.FileMetaData.NumRowGroups; i++)
            {
                using var group = reader.RowGroup(i);
                ReadGroup(group, rows);
                Claim(group, map.Symbol, "symbol", ref symbol);
                Claim(group, map.Timeframe, "timeframe", ref timeframe);
            }
        }
        catch
        {
            rows.Dispose();
            throw;
        }

        return new SourceRows(
            ImportFormat.Parquet,
            map.Choices,
            rows,
            stamps.Explanation,
            ClaimOf("symbol", symbol),
            ClaimOf("timeframe", timeframe),
            stamps.Warning is { } warning ? [warning] : []
        );
    }

    // By chunks, so that a damaged row count never makes more memory than there are rows.
    private void ReadGroup(RowGroupReader group, CandleColumns rows)
    {
        using var times = ParquetStamps.Open(group, Column(0), columns[map.Needed[0]], stamps);
        using var numbers = new Numbers([.. Enumerable.Range(1, 5).Select(meaning => OpenNumber(group, meaning))]);
        for (long left = group.MetaData.NumRows; left > 0; left -= ChunkRows)
        {
            var start = rows.Count;
            rows.Extend((int)Math.Min(left, ChunkRows));
            times.Read(rows.Times[start..]);
            numbers.Columns[0].Read(rows.Open[start..]);
            numbers.Columns[1].Read(rows.High[start..]);
            numbers.Columns[2].Read(rows.Low[start..]);
            numbers.Columns[3].Read(rows.Close[start..]);
            numbers.Columns[4].Read(rows.Volume[start..]);
        }
    }

    private ColumnDescriptor Column(int meaning) => reader.FileMetaData.Schema.Column(columns[map.Needed[meaning]]);

    private NumberColumn OpenNumber(RowGroupReader group, int meaning)
    {
        var column = Column(meaning);
        return NumberColumn.CanRead(column)
            ? NumberColumn.Open(group, column, columns[map.Needed[meaning]])
            : throw new LakeException(
                LakeErrorKind.MalformedFile,
                $"{name} has {map.Choices[meaning].Meaning} ('{column.Name}') as {CandleSchema.Describe(column)}; numbers are needed"
            );
    }

    private void Claim(RowGroupReader group, int place, string meaning, ref string? claimed)
    {
        if (place < 0 || reader.FileMetaData.Schema.Column(columns[place]).PhysicalType != PhysicalType.ByteArray)
            return;

        var first = claimed;
        var other = TextColumn.FindOther(group, columns[place], group.MetaData.NumRows, text => (first ??= text) == text);
        claimed = first;
        if (other is not null)
            throw new LakeException(
                LakeErrorKind.MalformedFile,
                $"{name} has {meaning} '{other}' beside '{first}'; split the file, one {meaning} each"
            );
    }

    // The lake's own files keep both in the metadata.
    private SourceClaim? ClaimOf(string meaning, string? text) =>
        text is not null ? new SourceClaim(text, $"column '{map.Choices.First(column => column.Meaning == meaning).Source}'")
        : reader.FileMetaData.KeyValueMetadata.TryGetValue(meaning, out var noted) ? new SourceClaim(noted, "file metadata")
        : null;

    private sealed record Numbers(NumberColumn[] Columns) : IDisposable
    {
        public void Dispose() => Array.ForEach(Columns, column => column.Dispose());
    }
}
