using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake;

/// <summary>
/// The candles on disk: <c>root/{symbol}/{timeframe}/{year}.parquet</c>. Reading needs no write access and can run beside a writer.
/// </summary>
public sealed class CandleLake
{
    // The cache of quality reports is limited by the number of items that its reports list; this many take at most a few hundred megabytes.
    private const long MaxListedItems = 4_000_000;

    // The other two caches are limited by the length of the texts that identify their files; this many characters take 32 MB.
    private const long MaxIdentityLength = 1 << 24;

    private readonly LakeLayout layout;
    private readonly LakeInventory inventory;
    private readonly LakeCache<(Symbol, string, TimeRange, double), SeriesQualityReport> qualityCache;
    private readonly LakeCache<(Symbol, string, TimeRange), SeriesOutline> outlineCache;
    private readonly LakeCache<(Symbol, string, TimeRange), bool> presenceCache;

    /// <summary>Creates a lake for a folder without reading anything yet.</summary>
    /// <param name="root">The lake's folder; the first write creates it.</param>
    /// <param name="clock">The clock; null for the system's.</param>
    public CandleLake(string root, TimeProvider? clock = null)
    {
        layout = new LakeLayout(root);
        inventory = new LakeInventory(layout, clock ?? TimeProvider.System);
        qualityCache = new(clock ?? TimeProvider.System, MaxListedItems);
        outlineCache = new(clock ?? TimeProvider.System, MaxIdentityLength);
        presenceCache = new(clock ?? TimeProvider.System, MaxIdentityLength);
    }

    /// <summary>The lake's folder, as a full path.</summary>
    public string Root => layout.Root;

    /// <summary>The symbols with at least one year file of a timeframe, ascending.</summary>
    public IReadOnlyList<Symbol> Symbols(Timeframe timeframe)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        return [.. layout.Symbols().Where(symbol => layout.Files(symbol, timeframe).Count > 0)];
    }

    /// <summary>
    /// Whether a range contains a valid candle. Reads the first bars of the range, and more only if all of these are invalid. Reads nothing
    /// if the files have not changed since an earlier call for the same range.
    /// </summary>
    /// <param name="symbol">The market.</param>
    /// <param name="timeframe">The length of the bars.</param>
    /// <param name="range">Open times, UTC.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <exception cref="LakeException">A file is malformed.</exception>
    public bool HasCandles(Symbol symbol, Timeframe timeframe, TimeRange range, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        var files = new SymbolFiles(layout, symbol, timeframe);
        var version = files.GetVersion();
        return presenceCache.Get((symbol, timeframe.Name, range), version, HasValidBar, _ => version.Identity.Length);

        bool HasValidBar()
        {
            var from = files.LowerBoundUtc(range); // so that LoadFirst need not search the years before the first row
            using var first = SeriesLoading.LoadFirst(
                files,
                symbol,
                timeframe,
                range with
                {
                    StartUtc = from,
                },
                count: 1,
                warmupBars: 0,
                cancel
            );
            return first.Count > 0;
        }
    }

    /// <summary>
    /// Counts the rows in a range and lists their files. Reads the footers, and times only where the footers do not suffice. Reads nothing
    /// if the files have not changed since an earlier call for the same range.
    /// </summary>
    /// <param name="symbol">The market.</param>
    /// <param name="timeframe">The length of the bars.</param>
    /// <param name="range">Open times, UTC.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <exception cref="LakeException">A file is malformed.</exception>
    public SeriesOutline Outline(Symbol symbol, Timeframe timeframe, TimeRange range, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        var files = new SymbolFiles(layout, symbol, timeframe);
        var version = files.GetVersion();
        return outlineCache.Get(
            (symbol, timeframe.Name, range),
            version,
            () => files.Outline(range, cancel),
            _ => 2 * version.Identity.Length // the outline names the files too
        );
    }

    /// <summary>
    /// Identifies the current version of a symbol's files in a timeframe; opens no file. Equal versions mean that nothing was written in
    /// between.
    /// </summary>
    /// <param name="symbol">The market.</param>
    /// <param name="timeframe">The length of the bars.</param>
    public LakeVersion GetVersion(Symbol symbol, Timeframe timeframe)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        return new SymbolFiles(layout, symbol, timeframe).GetVersion();
    }

    /// <summary>The hash of all bytes of a file. Two lakes whose hashes are equal hold the same candles in that file.</summary>
    /// <param name="name">The file, relative to the root.</param>
    /// <returns>32 hexadecimal digits (XXH128); null when there is no such file.</returns>
    public string? HashOf(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return FileHash.Compute(Path.GetFullPath(name, Root));
    }

    /// <summary>Reads the bars that a backtest of one symbol needs, on the calling thread.</summary>
    /// <param name="symbol">The market.</param>
    /// <param name="timeframe">The length of the bars.</param>
    /// <param name="range">Open times, UTC.</param>
    /// <param name="warmupBars">The number of valid bars before the range to prepend, 0 or more; fewer if no more exist.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <returns>The valid bars; empty when there are none. The quality counts the rows of the range and of the warm-up.</returns>
    /// <exception cref="LakeException">A file is malformed.</exception>
    public CandleSeries LoadSeries(
        Symbol symbol,
        Timeframe timeframe,
        TimeRange range,
        int warmupBars = 0,
        CancellationToken cancel = default
    )
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        ArgumentOutOfRangeException.ThrowIfNegative(warmupBars);
        return SeriesLoading.Load(new SymbolFiles(layout, symbol, timeframe), symbol, timeframe, range, warmupBars, cancel);
    }

    /// <summary>Reads the first bars of a range, without reading the whole of it.</summary>
    /// <param name="symbol">The market.</param>
    /// <param name="timeframe">The length of the bars.</param>
    /// <param name="range">Open times, UTC.</param>
    /// <param name="count">At least this many bars of the range are read, unless there are fewer.</param>
    /// <param name="warmupBars">The number of valid bars before the range to prepend, 0 or more; fewer if no more exist.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <exception cref="LakeException">A file is malformed.</exception>
    public CandleSeries LoadFirst(
        Symbol symbol,
        Timeframe timeframe,
        TimeRange range,
        int count,
        int warmupBars = 0,
        CancellationToken cancel = default
    )
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegative(warmupBars);
        return SeriesLoading.LoadFirst(new SymbolFiles(layout, symbol, timeframe), symbol, timeframe, range, count, warmupBars, cancel);
    }

    /// <summary>Reads the bars that a backtest of one symbol needs, and looks for gaps and price jumps in the same pass.</summary>
    /// <param name="symbol">The market.</param>
    /// <param name="timeframe">The length of the bars.</param>
    /// <param name="range">Open times, UTC.</param>
    /// <param name="warmupBars">The number of valid bars before the range to prepend, 0 or more; fewer if no more exist.</param>
    /// <param name="jumpThreshold">The |close / previous close - 1| above which a change counts as a jump; a positive fraction.</param>
    /// <param name="continuity">The gaps and jumps found; invalid rows do not count as gaps.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <returns>The same bars as the overload without <paramref name="continuity"/>.</returns>
    /// <exception cref="LakeException">A file is malformed.</exception>
    public CandleSeries LoadSeries(
        Symbol symbol,
        Timeframe timeframe,
        TimeRange range,
        int warmupBars,
        double jumpThreshold,
        out SeriesContinuity continuity,
        CancellationToken cancel = default
    )
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        ArgumentOutOfRangeException.ThrowIfNegative(warmupBars);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(jumpThreshold);
        var check = new ContinuityCheck(timeframe, () => CollectionRecordFile.Read(layout.Folder(symbol, timeframe)));
        var files = new SymbolFiles(layout, symbol, timeframe);
        var series = SeriesLoading.Load(files, symbol, timeframe, range, warmupBars, cancel, check.CountGaps);
        continuity = check.Finish(series, jumpThreshold);
        return series;
    }

    /// <summary>Reads the rows of several symbols as stored, including invalid bars; reads files in parallel.</summary>
    /// <param name="symbols">At least one; a symbol without rows is listed in <see cref="CandleBatch.Missing"/>.</param>
    /// <param name="timeframe">The length of the bars.</param>
    /// <param name="range">Open times, UTC.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <returns>The rows, ascending by time, then symbol; of a symbol's rows with equal times, only the last one read.</returns>
    /// <exception cref="LakeException">A file is malformed, or no symbol has a row in the range.</exception>
    public CandleBatch Load(IReadOnlyList<Symbol> symbols, Timeframe timeframe, TimeRange range, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        ArgumentNullException.ThrowIfNull(timeframe);
        if (symbols.Count == 0)
            throw new ArgumentException("the list of symbols is empty; name at least one", nameof(symbols));
        return BatchLoading.Load(layout, symbols, timeframe, range, cancel);
    }

    /// <summary>
    /// Merges rows into the files of their UTC years; a new row replaces one with the same time. Each file is replaced atomically, so a
    /// process that crashes leaves either the old file or the new one. Only one writer at a time, across all processes, can write a symbol
    /// and timeframe.
    /// </summary>
    /// <remarks>
    /// Even a single row rewrites the whole file of its year, in memory, so collect rows and write them together. Extra columns that other
    /// programs added to the file are lost.
    /// </remarks>
    /// <param name="symbol">The market.</param>
    /// <param name="timeframe">The length of the bars.</param>
    /// <param name="rows">Closed bars in any order, with times in the years 2 to 9998; not modified.</param>
    /// <param name="overwrittenRange">A range in which the new rows replace all stored rows; null to remove none.</param>
    /// <param name="cancel">Stops the writing between files.</param>
    /// <exception cref="LakeException">An existing file is malformed, or another writer holds the folder.</exception>
    /// <exception cref="IOException">The disk cannot be written.</exception>
    public WriteSummary Write(
        Symbol symbol,
        Timeframe timeframe,
        CandleColumns rows,
        TimeRange? overwrittenRange = null,
        CancellationToken cancel = default
    )
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        ArgumentNullException.ThrowIfNull(rows);
        return LakeWriting.Write(layout, symbol, timeframe, rows, overwrittenRange, removedTimes: [], cancel);
    }

    /// <summary>Like the public overload, but also removes the rows with the given times.</summary>
    internal WriteSummary Write(
        Symbol symbol,
        Timeframe timeframe,
        CandleColumns rows,
        TimeRange? overwrittenRange,
        long[] removedTimes,
        CancellationToken cancel
    ) => LakeWriting.Write(layout, symbol, timeframe, rows, overwrittenRange, removedTimes, cancel);

    /// <summary>All stored rows of a range, in order and without duplicate times; the caller disposes them.</summary>
    internal CandleColumns ReadRows(Symbol symbol, Timeframe timeframe, TimeRange range, CancellationToken cancel) =>
        LakeWriting.ReadRows(layout, symbol, timeframe, range, cancel);

    /// <summary>The source of a symbol's candles and the ranges for which it has responded; null when they were not collected.</summary>
    /// <param name="symbol">The market.</param>
    /// <param name="timeframe">The length of the bars.</param>
    public CollectionRecord? GetCollectionRecord(Symbol symbol, Timeframe timeframe)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        return CollectionRecordFile.Read(layout.Folder(symbol, timeframe));
    }

    /// <summary>
    /// Updates the collection record, atomically across all processes. Write the rows first, so that a record never covers rows that are
    /// not stored.
    /// </summary>
    /// <param name="symbol">The market.</param>
    /// <param name="timeframe">The length of the bars.</param>
    /// <param name="change">Returns the new record, given the existing one or null.</param>
    /// <param name="cancel">Stops waiting for another writer.</param>
    /// <exception cref="LakeException">Another writer holds the folder.</exception>
    /// <exception cref="IOException">The disk cannot be written.</exception>
    public CollectionRecord UpdateCollectionRecord(
        Symbol symbol,
        Timeframe timeframe,
        Func<CollectionRecord?, CollectionRecord> change,
        CancellationToken cancel = default
    )
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        ArgumentNullException.ThrowIfNull(change);
        var folder = layout.Folder(symbol, timeframe);
        using var folderLock = LakeWriting.LockFolder(layout, folder, cancel);
        AtomicFile.RemoveLeftovers(folder);
        var record = change(CollectionRecordFile.Read(folder));
        CollectionRecordFile.Write(folder, record);
        return record;
    }

    /// <summary>Lists the files with the data of their footers; an unreadable file is listed with the reason.</summary>
    /// <param name="symbol">Only this market; null for all.</param>
    /// <param name="timeframe">Only this timeframe; null for all.</param>
    /// <param name="year">Only this year; null for all.</param>
    public IReadOnlyList<LakeFile> Inventory(Symbol? symbol = null, Timeframe? timeframe = null, int? year = null) =>
        InventoryPage(symbol, timeframe, year, offset: 0, limit: int.MaxValue).Files;

    /// <summary>A page of <see cref="Inventory"/>; files outside the page are counted but not opened.</summary>
    /// <param name="symbol">Only this market; null for all.</param>
    /// <param name="timeframe">Only this timeframe; null for all.</param>
    /// <param name="year">Only this year; null for all.</param>
    /// <param name="offset">How many files to skip, 0 or more.</param>
    /// <param name="limit">The maximum number of files in the page, 0 or more.</param>
    /// <returns>The total number of files, and the files of the page.</returns>
    public (int Total, IReadOnlyList<LakeFile> Files) InventoryPage(
        Symbol? symbol,
        Timeframe? timeframe,
        int? year,
        int offset,
        int limit
    ) => inventory.List(symbol, timeframe, year, offset, limit);

    /// <summary>Checks the stored rows of a range for gaps, invalid bars and other defects that matter to a backtest.</summary>
    /// <param name="symbol">The market.</param>
    /// <param name="timeframe">The length of the bars.</param>
    /// <param name="range">Open times, UTC.</param>
    /// <param name="jumpThreshold">The |close / previous close - 1| above which a price jump is reported; a positive fraction.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <exception cref="LakeException">A file is malformed.</exception>
    public SeriesQualityReport Quality(
        Symbol symbol,
        Timeframe timeframe,
        TimeRange range,
        double jumpThreshold = 0.3,
        CancellationToken cancel = default
    )
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(jumpThreshold);
        var files = new SymbolFiles(layout, symbol, timeframe);
        var folder = layout.Folder(symbol, timeframe);
        return qualityCache.Get(
            (symbol, timeframe.Name, range, jumpThreshold),
            files.GetVersion(Path.Combine(folder, CollectionRecordFile.FileName)),
            () =>
            {
                using var rows = new CandleColumns();
                files.Read(range, rows, cancel);
                return QualityCheck.Check(symbol, timeframe, rows, jumpThreshold, CollectionRecordFile.Read(folder));
            },
            weigh: report => 1 + report.Gaps.Count + report.Days.Count + report.InvalidBars.Count + report.Jumps.Count
        );
    }

    /// <summary>
    /// Sorts the stored rows of a symbol and timeframe and drops duplicates: of rows with equal times, only the last one read remains. No
    /// bar is added, and every stored time keeps a bar, even an invalid one.
    /// </summary>
    /// <param name="symbol">The market.</param>
    /// <param name="timeframe">The length of the bars.</param>
    /// <param name="cancel">Stops the work between files.</param>
    /// <exception cref="LakeException">A file is malformed, or another writer holds the folder.</exception>
    public FixSummary Fix(Symbol symbol, Timeframe timeframe, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        return LakeWriting.Fix(layout, symbol, timeframe, cancel);
    }

    /// <summary>Builds longer bars from stored ones, and stores what the lake does not have; see <see cref="ResampleOptions"/>.</summary>
    /// <param name="symbol">The market.</param>
    /// <param name="from">The length of the source bars.</param>
    /// <param name="to">The length of the new bars, a whole multiple of the source length.</param>
    /// <param name="options">Which bars to build.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <exception cref="ArgumentException">A new bar would begin or end within a source bar.</exception>
    /// <exception cref="LakeException">
    /// A file is malformed, another writer holds the folder, or the stored bars come from another source.
    /// </exception>
    public ResampleSummary Resample(
        Symbol symbol,
        Timeframe from,
        Timeframe to,
        ResampleOptions options,
        CancellationToken cancel = default
    )
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(options);
        return new LakeResampling(this, symbol, from, to, options).Run(cancel);
    }

    /// <summary>Inspects any Parquet file and reports how the lake would read it.</summary>
    /// <param name="path">Relative to the root, or a full path.</param>
    /// <exception cref="LakeException">The file does not exist or is not a Parquet file.</exception>
    public FileInspection Inspect(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var full = Path.GetFullPath(path, Root);
        return FileInspector.Inspect(full, layout.NameOf(full));
    }
}
