using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake;

/// <summary>The candles on disk: <c>root/{symbol}/{timeframe}/{year}.parquet</c>. Reading needs no write access and may run beside a writer.</summary>
public sealed class CandleLake
{
    // A report weighs as much as it lists; so many items are some hundred megabytes at most.
    private const long ListedItems = 4_000_000;

    private readonly LakeLayout layout;
    private readonly LakeInventory inventory;
    private readonly LakeCache<(Symbol, string, TimeRange, double), SeriesQualityReport> qualities;

    /// <summary>The lake in a folder; it reads nothing yet.</summary>
    /// <param name="root">The lake's folder; it need not exist before the first write.</param>
    /// <param name="clock">The time; the system's unless given.</param>
    public CandleLake(string root, TimeProvider? clock = null)
    {
        layout = new LakeLayout(root);
        inventory = new LakeInventory(layout, clock ?? TimeProvider.System);
        qualities = new(clock ?? TimeProvider.System, ListedItems);
    }

    /// <summary>The lake's folder, as a full path.</summary>
    public string Root => layout.Root;

    /// <summary>The symbols with at least one year file of a timeframe, ascending.</summary>
    public IReadOnlyList<Symbol> Symbols(Timeframe timeframe)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        return [.. layout.Symbols().Where(symbol => layout.Files(symbol, timeframe).Count > 0)];
    }

    /// <summary>Whether any row lies in a range, valid or not; reads times only, and those only where statistics leave a doubt.</summary>
    /// <param name="symbol">The market.</param>
    /// <param name="timeframe">The length of the bars.</param>
    /// <param name="range">Open times, UTC.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <exception cref="LakeException">A file is malformed.</exception>
    public bool HasRows(Symbol symbol, Timeframe timeframe, TimeRange range, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        return new SymbolFiles(layout, symbol, timeframe).HasRows(range, cancel);
    }

    /// <summary>Tells how many rows lie in a range, and in which files; reads footers, and times where those leave a doubt.</summary>
    /// <param name="symbol">The market.</param>
    /// <param name="timeframe">The length of the bars.</param>
    /// <param name="range">Open times, UTC.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <exception cref="LakeException">A file is malformed.</exception>
    public SeriesOutline Outline(Symbol symbol, Timeframe timeframe, TimeRange range, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        return new SymbolFiles(layout, symbol, timeframe).Outline(range, cancel);
    }

    /// <summary>Tells of all files of a symbol and timeframe when they were written; opens none. Equal stamps mean that nothing was written between them.</summary>
    /// <param name="symbol">The market.</param>
    /// <param name="timeframe">The length of the bars.</param>
    public LakeStamp Stamp(Symbol symbol, Timeframe timeframe)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        return new SymbolFiles(layout, symbol, timeframe).Stamp();
    }

    /// <summary>A hash over all bytes of a file: two lakes in which it is the same hold the same candles in it.</summary>
    /// <param name="name">The file, relative to the root.</param>
    /// <returns>32 hexadecimal digits (XXH128); null when there is no such file.</returns>
    public string? HashOf(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return FileHash.Of(Path.GetFullPath(name, Root));
    }

    /// <summary>Reads what a backtest of one symbol needs, on the calling thread.</summary>
    /// <param name="symbol">The market.</param>
    /// <param name="timeframe">The length of the bars.</param>
    /// <param name="range">Open times, UTC.</param>
    /// <param name="warmupBars">How many valid bars from before the range to put in front of it, as far as there are any; 0 or more.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <returns>The valid bars; empty when there are none. Its quality counts the rows in the range and the warm-up.</returns>
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

    /// <summary>Reads what a backtest of one symbol needs, and looks for gaps and price jumps on the way.</summary>
    /// <param name="symbol">The market.</param>
    /// <param name="timeframe">The length of the bars.</param>
    /// <param name="range">Open times, UTC.</param>
    /// <param name="warmupBars">How many valid bars from before the range to put in front of it, as far as there are any; 0 or more.</param>
    /// <param name="jumpThreshold">The |close / previous close - 1| above which a price jump counts; a positive fraction.</param>
    /// <param name="continuity">What was found; invalid rows are no gaps.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <returns>As without the looking.</returns>
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
        var series = SeriesLoading.Load(files, symbol, timeframe, range, warmupBars, cancel, check.TakeRows);
        continuity = check.Of(series, jumpThreshold);
        return series;
    }

    /// <summary>Reads the rows of several symbols as they are, invalid bars included; files are read side by side.</summary>
    /// <param name="symbols">At least one; a symbol without rows is told in <see cref="CandleBatch.Missing"/>.</param>
    /// <param name="timeframe">The length of the bars.</param>
    /// <param name="range">Open times, UTC.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <returns>The rows, ascending by time, then symbol; of equal times the last one read.</returns>
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
    /// Merges rows into the files of their UTC years: of equal times the new row wins. Each file is replaced as a whole, so that a
    /// process that dies leaves the old one or the new one; one writer at a time per symbol and timeframe, among all processes.
    /// </summary>
    /// <remarks>
    /// A year's file is written anew even for one row, and in memory: collect rows and write them together. Columns that other programs
    /// put beside the candles do not outlive it.
    /// </remarks>
    /// <param name="symbol">The market.</param>
    /// <param name="timeframe">The length of the bars.</param>
    /// <param name="rows">Closed bars in any order, with times in the years 2 to 9998; left as they are.</param>
    /// <param name="overwrite">An interval in which rows that are not among the new ones go; the others stay.</param>
    /// <param name="cancel">Ends the writing between files.</param>
    /// <exception cref="LakeException">An existing file is malformed, or another writer holds the folder.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
    public WriteSummary Write(
        Symbol symbol,
        Timeframe timeframe,
        CandleColumns rows,
        TimeRange? overwrite = null,
        CancellationToken cancel = default
    )
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        ArgumentNullException.ThrowIfNull(rows);
        return LakeWriting.Write(layout, symbol, timeframe, rows, overwrite, removed: [], cancel);
    }

    /// <summary>Like <see cref="Write(Symbol, Timeframe, CandleColumns, TimeRange?, CancellationToken)"/>, and single rows outside the interval go with it.</summary>
    internal WriteSummary Write(
        Symbol symbol,
        Timeframe timeframe,
        CandleColumns rows,
        TimeRange? overwrite,
        long[] removed,
        CancellationToken cancel
    ) => LakeWriting.Write(layout, symbol, timeframe, rows, overwrite, removed, cancel);

    /// <summary>All stored rows of a range, in order and each time once; the caller disposes them.</summary>
    internal CandleColumns ReadRows(Symbol symbol, Timeframe timeframe, TimeRange range, CancellationToken cancel) =>
        LakeWriting.ReadRows(layout, symbol, timeframe, range, cancel);

    /// <summary>Where the candles of a symbol and timeframe come from and what was asked for; null when no one collected them.</summary>
    /// <param name="symbol">The market.</param>
    /// <param name="timeframe">The length of the bars.</param>
    public CollectionRecord? Collected(Symbol symbol, Timeframe timeframe)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        return CollectionRecordFile.Read(layout.Folder(symbol, timeframe));
    }

    /// <summary>Changes what is known of a collection, as one step among all processes; rows go first, so that a record never tells of rows that are not there.</summary>
    /// <param name="symbol">The market.</param>
    /// <param name="timeframe">The length of the bars.</param>
    /// <param name="change">Makes the new record of the one that is there, null when there is none.</param>
    /// <param name="cancel">Ends the waiting for another writer.</param>
    /// <exception cref="LakeException">Another writer holds the folder.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
    public CollectionRecord Record(
        Symbol symbol,
        Timeframe timeframe,
        Func<CollectionRecord?, CollectionRecord> change,
        CancellationToken cancel = default
    )
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        ArgumentNullException.ThrowIfNull(change);
        var folder = layout.Folder(symbol, timeframe);
        using var held = LakeWriting.Hold(layout, folder, cancel);
        AtomicFile.RemoveLeftovers(folder);
        var record = change(CollectionRecordFile.Read(folder));
        CollectionRecordFile.Write(folder, record);
        return record;
    }

    /// <summary>Lists the files with what their footers tell; a file that cannot be read is listed with the reason.</summary>
    /// <param name="symbol">Only this market; null for all.</param>
    /// <param name="timeframe">Only this timeframe; null for all.</param>
    /// <param name="year">Only this year; null for all.</param>
    public IReadOnlyList<LakeFile> Inventory(Symbol? symbol = null, Timeframe? timeframe = null, int? year = null) =>
        InventoryPage(symbol, timeframe, year, 0, int.MaxValue).Files;

    /// <summary>A page of <see cref="Inventory"/>: other files are counted and not opened.</summary>
    /// <param name="symbol">Only this market; null for all.</param>
    /// <param name="timeframe">Only this timeframe; null for all.</param>
    /// <param name="year">Only this year; null for all.</param>
    /// <param name="offset">Files to leave out before the page, 0 or more.</param>
    /// <param name="limit">Most files of the page, 0 or more.</param>
    /// <returns>How many files there are, and those of the page.</returns>
    public (int Total, IReadOnlyList<LakeFile> Files) InventoryPage(
        Symbol? symbol,
        Timeframe? timeframe,
        int? year,
        int offset,
        int limit
    ) => inventory.List(symbol, timeframe, year, offset, limit);

    /// <summary>Checks the stored rows of a range for gaps, invalid bars and whatever else a backtest should know.</summary>
    /// <param name="symbol">The market.</param>
    /// <param name="timeframe">The length of the bars.</param>
    /// <param name="range">Open times, UTC.</param>
    /// <param name="jumpThreshold">The |close / previous close - 1| above which a price jump is told; a positive fraction.</param>
    /// <param name="cancel">Ends the reading.</param>
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
        return qualities.Get(
            (symbol, timeframe.Name, range, jumpThreshold),
            files.Stamp(Path.Combine(folder, CollectionRecordFile.FileName)),
            () =>
            {
                using var rows = new CandleColumns();
                files.Read(range, rows, cancel);
                return QualityCheck.Check(symbol, timeframe, rows, jumpThreshold, CollectionRecordFile.Read(folder));
            },
            report => 1 + report.Gaps.Count + report.Days.Count + report.InvalidBars.Count + report.Jumps.Count
        );
    }

    /// <summary>
    /// Puts the stored rows of a symbol and timeframe into order and drops what is there twice, of equal times the last one read staying. No
    /// bar is made up and none goes: every time that was there is there afterwards, invalid bars too.
    /// </summary>
    /// <param name="symbol">The market.</param>
    /// <param name="timeframe">The length of the bars.</param>
    /// <param name="cancel">Ends the work between files.</param>
    /// <exception cref="LakeException">A file is malformed, or another writer holds the folder.</exception>
    public FixSummary Fix(Symbol symbol, Timeframe timeframe, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        return LakeWriting.Fix(layout, symbol, timeframe, cancel);
    }

    /// <summary>Makes longer bars of stored ones and stores those that are missing, see <see cref="ResampleOptions"/>.</summary>
    /// <param name="symbol">The market.</param>
    /// <param name="from">The length of the bars that are joined.</param>
    /// <param name="to">The length of the new bars, which must hold a whole number of the others.</param>
    /// <param name="options">Which bars are made.</param>
    /// <param name="cancel">Ends the work.</param>
    /// <exception cref="ArgumentException">The new bars would begin or end within an old one.</exception>
    /// <exception cref="LakeException">A file is malformed, another writer holds the folder, or the bars that are there come from elsewhere.</exception>
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

    /// <summary>Looks into any Parquet file and tells how it would be understood.</summary>
    /// <param name="path">Relative to the root, or a full path.</param>
    /// <exception cref="LakeException">The file is absent, or no Parquet file at all.</exception>
    public FileInspection Inspect(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var full = Path.GetFullPath(path, Root);
        return FileInspector.Inspect(full, layout.NameOf(full));
    }
}
