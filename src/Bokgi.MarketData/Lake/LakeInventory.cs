using Bokgi.Markets;

namespace Bokgi.MarketData.Lake;

/// <summary>Lists the lake's files with what their footers tell.</summary>
internal static class LakeInventory
{
    public static IReadOnlyList<LakeFile> List(LakeLayout layout, Symbol? symbol, Timeframe? timeframe, int? year)
    {
        IReadOnlyList<Symbol> symbols = symbol is { } one ? [one] : layout.Symbols();
        IReadOnlyList<Timeframe> timeframes = timeframe is null ? Timeframe.All : [timeframe];
        return
        [
            .. symbols
                .SelectMany(_ => timeframes, layout.Files)
                .SelectMany(files => files)
                .Where(file => year is null || file.Year == year)
                .AsParallel().AsOrdered()
                .Select(Describe)
                .OfType<LakeFile>(),
        ];
    }

    // Null for a file that went away in the meantime.
    private static LakeFile? Describe(YearFile file)
    {
        var info = new FileInfo(file.Path);
        if (!info.Exists)
            return null;

        var modified = new DateTimeOffset(info.LastWriteTimeUtc, TimeSpan.Zero);
        var described = new LakeFile(file.Name, file.Symbol, file.Timeframe, file.Year, 0, null, null, info.Length, modified, []);
        try
        {
            using var source = ParquetSource.Open(file.Path, file.Name);
            return source is null ? null : Describe(described, source);
        }
        catch (LakeException e)
        {
            return described with { Issues = [e.Message] };
        }
        catch (Exception e) when (Unreadable.Is(e))
        {
            return described with { Issues = [Unreadable.Error(file.Name, e).Message] };
        }
        catch (UnauthorizedAccessException)
        {
            return described with { Issues = ["cannot be opened: this user may not read it"] };
        }
        catch (IOException)
        {
            return described with { Issues = ["cannot be opened: another program holds it, or the disk refuses"] };
        }
    }

    private static LakeFile Describe(LakeFile file, ParquetSource source)
    {
        var schema = CandleSchema.Of(source.MetaData);
        var rows = source.MetaData.NumRows;
        if (schema.Problems.Count > 0)
            return file with { Rows = rows, Issues = schema.Problems };

        var times = TimeScan.OfFooter(source, schema);
        return file with { Rows = rows, FirstUtc = times.FirstUtc, LastUtc = times.LastUtc, Issues = Misfiled(file, times) };
    }

    private static IReadOnlyList<string> Misfiled(LakeFile file, TimeScan times)
    {
        if (times.FirstUtc is not { } first || times.LastUtc is not { } last)
            return ["has no rows"];

        var start = UtcYear.StartOf(file.Year) - KoreanTime.OffsetMicroseconds;
        return first >= start && UtcYear.Of(last) <= file.Year
            ? []
            : [$"holds times from {UnixTime.Format(first)} to {UnixTime.Format(last)}, beyond the year {file.Year} in its name: reads of a range may miss them"];
    }
}
