using Bokgi.Markets;

namespace Bokgi.MarketData.Lake;

/// <summary>Lists the lake's files with the data of their footers. Reads a footer again only if its file has changed.</summary>
internal sealed class LakeInventory(LakeLayout layout, TimeProvider clock)
{
    private const long MaxCachedFiles = 1 << 18;

    private readonly LakeCache<string, LakeFile> cache = new(clock, MaxCachedFiles);

    /// <param name="symbol">Only this market; null for all.</param>
    /// <param name="timeframe">Only this timeframe; null for all.</param>
    /// <param name="year">Only this year; null for all.</param>
    /// <param name="offset">How many files to skip.</param>
    /// <param name="limit">The maximum number of files to describe.</param>
    /// <returns>The total number of files, and the files of the page.</returns>
    public (int Total, IReadOnlyList<LakeFile> Files) List(Symbol? symbol, Timeframe? timeframe, int? year, int offset, int limit)
    {
        IReadOnlyList<Symbol> symbols = symbol is { } requested ? [requested] : layout.Symbols();
        IReadOnlyList<Timeframe> timeframes = timeframe is null ? Timeframe.All : [timeframe];
        YearFile[] files =
        [
            .. symbols
                .AsParallel()
                .AsOrdered()
                .SelectMany(market => timeframes.SelectMany(length => layout.Files(market, length)))
                .Where(file => year is null || file.Year == year),
        ];
        YearFile[] page = [.. files.Skip(offset).Take(limit)];
        var sources = page.Select(file => (file.Symbol, file.Timeframe))
            .Distinct()
            .ToDictionary(series => series, series => CollectionRecordFile.Read(layout.Folder(series.Symbol, series.Timeframe))?.Source);
        LakeFile[] lakeFiles =
        [
            .. page.AsParallel()
                .AsOrdered()
                .Select(ListFile)
                .OfType<LakeFile>()
                .Select(file => file with { Source = sources[(file.Symbol, file.Timeframe)] }),
        ];
        return (files.Length, lakeFiles);
    }

    // Null for a file that was deleted after its folder was read.
    private LakeFile? ListFile(YearFile file)
    {
        var info = new FileInfo(file.Path);
        if (!info.Exists)
            return null;

        var modified = new DateTimeOffset(info.LastWriteTimeUtc, TimeSpan.Zero);
        var withoutContents = new LakeFile(
            file.Name,
            file.Symbol,
            file.Timeframe,
            file.Year,
            Rows: 0,
            FirstUtc: null,
            LastUtc: null,
            info.Length,
            modified,
            Source: null,
            Issues: []
        );
        var version = new LakeVersion(FormattableString.Invariant($"{info.Length}|{info.LastWriteTimeUtc.Ticks}"), modified);
        try
        {
            return cache.Get(file.Path, version, () => Read(file, withoutContents), weigh: _ => 1);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (LakeException e)
        {
            return withoutContents with { Issues = [e.Message] };
        }
        catch (Exception e) when (ParquetErrors.IsReadError(e))
        {
            return withoutContents with { Issues = [ParquetErrors.Translate(file.Name, e).Message] };
        }
        catch (UnauthorizedAccessException)
        {
            return withoutContents with { Issues = ["cannot be opened: this user may not read it"] };
        }
        catch (IOException)
        {
            return withoutContents with { Issues = ["cannot be opened: another program holds it, or the disk reports an error"] };
        }
    }

    private static LakeFile Read(YearFile file, LakeFile withoutContents)
    {
        using var source = ParquetSource.Open(file.Path, file.Name) ?? throw new FileNotFoundException(file.Name);
        RowLimit.Check(file, source.Footer.Rows, source.Length);
        return AddContents(withoutContents, source);
    }

    private static LakeFile AddContents(LakeFile file, ParquetSource source)
    {
        var schema = CandleSchema.FromMetadata(source.MetaData);
        var rows = source.MetaData.NumRows;
        if (schema.Problems.Count > 0)
            return file with { Rows = rows, Issues = schema.Problems };

        var times = TimeScan.FromFooter(source, schema);
        return file with { Rows = rows, FirstUtc = times.FirstUtc, LastUtc = times.LastUtc, Issues = FindMisfiledTimes(file, times) };
    }

    private static IReadOnlyList<string> FindMisfiledTimes(LakeFile file, TimeScan times)
    {
        if (times.FirstUtc is not { } first || times.LastUtc is not { } last)
            return ["has no rows"];

        var start = UtcYear.StartOf(file.Year) - KoreanTime.OffsetMicroseconds; // the file's year may be a KST year, which begins earlier
        return first >= start && UtcYear.Of(last) <= file.Year
            ? []
            :
            [
                $"holds times from {UnixTime.Format(first)} to {UnixTime.Format(last)}, beyond the year {file.Year} in its name: reads of a range may miss them",
            ];
    }
}
