using Bokgi.Series;
using ParquetSharp;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>Reads candles from a Parquet file of any origin, using the same column names as for the other formats.</summary>
internal sealed class ParquetRows
{
    private const int ChunkRows = 1 << 16;

    private readonly string name;
    private readonly ParquetSource source;
    private readonly RowCounter counter;
    private readonly int[] columns;
    private readonly ColumnMap map;
    private readonly TimestampReader stamps;
    private string? symbol;
    private string? market;
    private string? timeframe;

    private ParquetRows(SourceFile file, ParquetSource source, RowCounter counter, ImportOptions options)
    {
        name = file.Name;
        this.source = source;
        this.counter = counter;
        var byName = CandleSchema.TopLevelColumns(source.MetaData.Schema);
        columns = [.. byName.Values];
        map = ColumnMap.Of(ParquetSample.Of(source, file, byName), options);
        if (map.TimeOfDay >= 0)
            throw new LakeException(
                LakeErrorKind.MalformedFile,
                $"{name} has the date and the time of day in two columns, which is supported only for text files; put them into one column"
            );
        stamps = new TimestampReader(map.TimeName, options.Zone is null ? null : SourceZone.Parse(options.Zone), map.Zone.Zone);
    }

    public static SourceRows Read(SourceFile file, RowCounter counter, ImportOptions options)
    {
        using var source =
            ParquetSource.Open(file.FullPath, file.Name)
            ?? throw new LakeException(LakeErrorKind.NotFound, $"{file.Name} no longer exists; check the path");
        try
        {
            return new ParquetRows(file, source, counter, options).ReadAll();
        }
        catch (Exception damage) when (Unreadable.Is(damage))
        {
            throw Unreadable.Error(file.Name, damage);
        }
    }

    private SourceRows ReadAll()
    {
        counter.CheckClaimedRows(source.Footer.Rows, TimesOfFooter());
        RowLimit.CheckDensity(name, source.Footer.Rows, source.Length);
        source.CheckPages([.. Places()]);
        var rows = new CandleColumns();
        try
        {
            for (var i = 0; i < source.MetaData.NumRowGroups; i++)
            {
                using var group = source.RowGroup(i);
                ReadGroup(group, rows);
                CheckClaim(group, map.Symbol, "symbol", ref symbol);
                CheckClaim(group, map.Market, "market", ref market);
                CheckClaim(group, map.Timeframe, "timeframe", ref timeframe);
            }
        }
        catch
        {
            rows.Dispose();
            throw;
        }

        return new SourceRows(
            ImportFormat.Parquet,
            map,
            rows,
            counter,
            stamps,
            ClaimOf("symbol", symbol),
            ClaimOf("timeframe", timeframe),
            [.. map.Notes, .. stamps.Warning is { } warning ? [warning] : Array.Empty<string>()]
        );
    }

    // Reads in chunks, so that a damaged row count never allocates more memory than there are rows.
    private void ReadGroup(RowGroupReader group, CandleColumns rows)
    {
        using var times = ParquetTimes.Open(group, Column(0), columns[map.Needed[0]], stamps);
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
            counter.Take(rows, start);
        }
    }

    // The first and last time from the footer's statistics; null when a row group lacks them.
    private (long First, long Last)? TimesOfFooter()
    {
        if (TimeFlavour.Of(Column(0), []) is not { } flavour)
            return null;
        var (first, last) = (long.MaxValue, long.MinValue);
        for (var i = 0; i < source.MetaData.NumRowGroups; i++)
        {
            using var group = source.RowGroup(i);
            if (group.MetaData.NumRows == 0)
                continue;
            if (TimeColumn.Bounds(group.MetaData, columns[map.Needed[0]], flavour) is not var (from, to))
                return null;
            (first, last) = (Math.Min(first, from), Math.Max(last, to));
        }

        return first <= last ? (first, last) : null;
    }

    private IEnumerable<int> Places() =>
        map
            .Needed.Append(map.Symbol)
            .Append(map.Market)
            .Append(map.Timeframe)
            .Where(place => place >= 0)
            .Select(place => columns[place])
            .Distinct();

    private ColumnDescriptor Column(int meaning) => source.MetaData.Schema.Column(columns[map.Needed[meaning]]);

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

    private void CheckClaim(RowGroupReader group, int place, string meaning, ref string? claimed)
    {
        if (place < 0 || source.MetaData.Schema.Column(columns[place]).PhysicalType != PhysicalType.ByteArray)
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

    // The lake's own files store symbol and timeframe in the metadata.
    private SourceClaim? ClaimOf(string meaning, string? text) =>
        text is not null ? new SourceClaim(text, $"column '{map.Choices.First(column => column.Meaning == meaning).Source}'")
        : source.MetaData.KeyValueMetadata.TryGetValue(meaning, out var noted) ? new SourceClaim(noted, "file metadata")
        : null;

    private sealed record Numbers(NumberColumn[] Columns) : IDisposable
    {
        public void Dispose() => Array.ForEach(Columns, column => column.Dispose());
    }
}
