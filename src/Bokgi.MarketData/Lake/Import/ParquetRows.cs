using Bokgi.Series;
using ParquetSharp;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>Reads candles from a Parquet file of any origin, using the same column names as for the other formats.</summary>
internal sealed class ParquetRows
{
    private const int ChunkRows = 1 << 16;

    private readonly string fileName;
    private readonly ParquetSource source;
    private readonly RowCounter counter;

    // For each top-level column, its index among all columns of the file. The column map uses indices of top-level columns only.
    private readonly int[] columns;

    // The parameter requiredIndex of the methods below is an index into map.RequiredColumns: 0 is the time, 1 to 5 are open, high, low, close
    // and volume.
    private readonly ColumnMap map;

    private readonly TimestampReader timestamps;
    private string? symbol;
    private string? market;
    private string? timeframe;
    private int forming;

    private ParquetRows(SourceFile file, ParquetSource source, RowCounter counter, ImportOptions options)
    {
        fileName = file.Name;
        this.source = source;
        this.counter = counter;
        var byName = CandleSchema.TopLevelColumns(source.MetaData.Schema);
        columns = [.. byName.Values];
        map = ColumnMap.Create(ParquetSample.Read(source, file, byName), options);
        if (map.TimeOfDayColumn >= 0)
            throw new LakeException(
                LakeErrorKind.MalformedFile,
                $"{fileName} has the date and the time of day in two columns, which is supported only for text files; put them into one column"
            );
        timestamps = new TimestampReader(map.TimeName, options.Zone is null ? null : SourceZone.Parse(options.Zone), map.Zone.Zone);
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
        catch (Exception exception) when (ParquetErrors.IsReadError(exception))
        {
            throw ParquetErrors.Translate(file.Name, exception);
        }
    }

    private SourceRows ReadAll()
    {
        counter.CheckClaimedRows(source.Footer.Rows, ReadFooterTimes());
        RowLimit.CheckDensity(fileName, source.Footer.Rows, source.Length);
        source.CheckPages([.. UsedColumns()]);
        var rows = new CandleColumns();
        try
        {
            for (var i = 0; i < source.MetaData.NumRowGroups; i++)
            {
                using var group = source.RowGroup(i);
                ReadGroup(group, rows);
                CheckClaim(group, map.SymbolColumn, "symbol", ref symbol);
                CheckClaim(group, map.MarketColumn, "market", ref market);
                CheckClaim(group, map.TimeframeColumn, "timeframe", ref timeframe);
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
            timestamps,
            CreateClaim("symbol", symbol),
            CreateClaim("timeframe", timeframe),
            [.. map.Notes, .. timestamps.Warning is { } warning ? [warning] : Array.Empty<string>()]
        )
        {
            Forming = forming,
        };
    }

    // Reads in chunks, so that memory is allocated only for rows that exist, even if a damaged footer claims more.
    private void ReadGroup(RowGroupReader group, CandleColumns rows)
    {
        using var times = ParquetTimes.Open(group, Column(requiredIndex: 0), columns[map.RequiredColumns[0]], timestamps);
        using var numbers = new Numbers([.. Enumerable.Range(1, 5).Select(requiredIndex => OpenNumber(group, requiredIndex))]);
        using var marks = map.ClosedColumn < 0 ? null : OpenMarks(group);
        var isUnfinished = marks is null ? [] : new bool[Math.Min(group.MetaData.NumRows, ChunkRows)];
        for (long remaining = group.MetaData.NumRows; remaining > 0; remaining -= ChunkRows)
        {
            var start = rows.Count;
            rows.Extend((int)Math.Min(remaining, ChunkRows));
            times.Read(rows.Times[start..]);
            numbers.Columns[0].Read(rows.Open[start..]);
            numbers.Columns[1].Read(rows.High[start..]);
            numbers.Columns[2].Read(rows.Low[start..]);
            numbers.Columns[3].Read(rows.Close[start..]);
            numbers.Columns[4].Read(rows.Volume[start..]);
            if (marks is not null)
            {
                var chunk = isUnfinished.AsSpan(0, rows.Count - start);
                marks.Read(chunk);
                RemoveUnfinished(rows, start, chunk);
            }

            counter.CountAndCompact(rows, start);
        }
    }

    private void RemoveUnfinished(CandleColumns rows, int start, ReadOnlySpan<bool> isUnfinished)
    {
        if (!isUnfinished.Contains(true))
            return;
        var kept = start;
        for (var i = 0; i < isUnfinished.Length; i++)
        {
            if (!isUnfinished[i])
                rows[kept++] = rows[start + i];
        }

        forming += rows.Count - kept;
        rows.Truncate(kept);
    }

    // The first and last time according to the footer's statistics; null if a row group has no statistics.
    private (long First, long Last)? ReadFooterTimes()
    {
        if (TimeFlavour.FromColumn(Column(requiredIndex: 0), problems: []) is not { } flavour)
            return null;
        var (first, last) = (long.MaxValue, long.MinValue);
        for (var i = 0; i < source.MetaData.NumRowGroups; i++)
        {
            using var group = source.RowGroup(i);
            if (group.MetaData.NumRows == 0)
                continue;
            if (TimeColumn.ReadBounds(group.MetaData, columns[map.RequiredColumns[0]], flavour) is not var (from, to))
                return null;
            (first, last) = (Math.Min(first, from), Math.Max(last, to));
        }

        return first <= last ? (first, last) : null;
    }

    private IEnumerable<int> UsedColumns() =>
        map
            .RequiredColumns.Append(map.SymbolColumn)
            .Append(map.MarketColumn)
            .Append(map.TimeframeColumn)
            .Append(map.ClosedColumn)
            .Where(index => index >= 0)
            .Select(index => columns[index])
            .Distinct();

    private ColumnDescriptor Column(int requiredIndex) => source.MetaData.Schema.Column(columns[map.RequiredColumns[requiredIndex]]);

    private ParquetMarks OpenMarks(RowGroupReader group)
    {
        var index = columns[map.ClosedColumn];
        return ParquetMarks.Open(fileName, group, source.MetaData.Schema.Column(index), index);
    }

    private NumberColumn OpenNumber(RowGroupReader group, int requiredIndex)
    {
        var column = Column(requiredIndex);
        return NumberColumn.CanRead(column)
            ? NumberColumn.Open(group, column, columns[map.RequiredColumns[requiredIndex]])
            : throw new LakeException(
                LakeErrorKind.MalformedFile,
                $"{fileName} has {map.Choices[requiredIndex].Meaning} ('{column.Name}') as {CandleSchema.Describe(column)}; numbers are needed"
            );
    }

    // Remembers the text of a column, and rejects a file that has another text in the same column.
    private void CheckClaim(RowGroupReader group, int index, string meaning, ref string? claimed)
    {
        if (index < 0 || source.MetaData.Schema.Column(columns[index]).PhysicalType != PhysicalType.ByteArray)
            return;

        var expected = claimed; // a copy, because a lambda cannot capture a ref parameter
        var unexpected = TextColumn.FindUnexpected(group, columns[index], group.MetaData.NumRows, text => (expected ??= text) == text);
        claimed = expected;
        if (unexpected is not null)
            throw new LakeException(
                LakeErrorKind.MalformedFile,
                $"{fileName} has {meaning} '{unexpected}' beside '{expected}'; split the file, one {meaning} each"
            );
    }

    // The lake's own files store symbol and timeframe in the metadata.
    private SourceClaim? CreateClaim(string meaning, string? text) =>
        text is not null ? new SourceClaim(text, $"column '{map.Choices.First(column => column.Meaning == meaning).Source}'")
        : source.MetaData.KeyValueMetadata.TryGetValue(meaning, out var stated) ? new SourceClaim(stated, "file metadata")
        : null;

    private sealed record Numbers(NumberColumn[] Columns) : IDisposable
    {
        public void Dispose() => Array.ForEach(Columns, column => column.Dispose());
    }
}
